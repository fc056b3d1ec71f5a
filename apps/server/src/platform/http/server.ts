import cookies from "@fastify/cookie";
import helmet from "@fastify/helmet";
import websocket from "@fastify/websocket";
import type { Route } from "@signalbox/contract/route";
import { routes as contractRoutes } from "@signalbox/contract/routes";
import fastify, { type FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { assertContracted, guardRegistration, type RegisteredRoute } from "./access.ts";
import { correlationHeader, correlationIdOf } from "./correlation.ts";
import { sendError } from "./errors-out.ts";
import type { Gate } from "./gate.ts";
import { createGuard } from "./guard.ts";
import type { MountedRoute } from "./http.ts";
import { mount } from "./mount.ts";
import { httpErrors } from "./problems.ts";
import { logRequest } from "./request-log.ts";

export interface HttpServerOptions {
  gate: Gate;
  log: Logger;
  routes: readonly MountedRoute[];
  /** Every route there may be; a mounted one outside of it fails the start. */
  contract?: readonly Route[];
  /** Names in the Host header that are ours, without the port. */
  hostnames?: readonly string[];
  /** Fails a reply that is not what its contract says; for tests. */
  checkReplies?: boolean;
}

/** The listening end of Signalbox. */
export interface HttpServer {
  /** Starts to listen and tells the port, which differs from the asked one where that was 0. */
  listen(at: { host: string; port: number }): Promise<{ port: number; url: string }>;
  /** Stops accepting, ends streams and sockets, waits for requests that are being answered. */
  stop(): Promise<void>;
  /** Everything that is registered, for those who walk it. */
  readonly registered: readonly RegisteredRoute[];
}

export const loopbackNames = ["127.0.0.1", "localhost", "[::1]"] as const;

/** Builds the server and mounts everything; opens no port. */
export const createHttpServer = async (options: HttpServerOptions): Promise<HttpServer> => {
  const { gate, log, routes, hostnames = loopbackNames, contract = Object.values(contractRoutes) } = options;
  assertContracted(routes, contract);
  const app = fastify({ genReqId: correlationIdOf, exposeHeadRoutes: false });
  const registered = guardRegistration(app);
  const guard = createGuard({ gate, hostnames });

  await protect(app);
  app.addHook("onRequest", async (request, reply) => {
    reply.header(correlationHeader, request.id);
    await guard.admit(request);
  });
  app.addHook("onResponse", async (request, reply) =>
    logRequest(log, { request, reply, caller: guard.callerOf(request) }),
  );
  app.setErrorHandler((error, request, reply) => sendError(log, error, request, reply));
  app.setNotFoundHandler(async () => {
    throw httpErrors.noRoute();
  });
  readBodiesRaw(app);
  for (const route of routes) {
    mount(app, route, { callerOf: guard.callerOf, checkReplies: options.checkReplies ?? false });
  }
  await app.ready();

  return {
    registered,
    async listen({ host, port }) {
      await app.listen({ host, port });
      const address = app.server.address();
      const listening = typeof address === "object" && address !== null ? address.port : port;
      return { port: listening, url: `http://${host}:${listening}` };
    },
    stop: () => app.close(),
  };
};

const protect = async (app: FastifyInstance): Promise<void> => {
  await app.register(cookies);
  await app.register(websocket, { options: { maxPayload: 64 * 1024 } });
  await app.register(helmet, {
    strictTransportSecurity: false,
    referrerPolicy: { policy: "no-referrer" },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  });
};

/** Bodies are read as they are; the route's schema says whether they are JSON. */
const readBodiesRaw = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
};
