import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import cookies from "@fastify/cookie";
import helmet from "@fastify/helmet";
import websocket from "@fastify/websocket";
import type { Route } from "@signalbox/contract/route";
import { routes as contractRoutes } from "@signalbox/contract/routes";
import fastify, { type FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { type Metrics, noMetrics } from "../metrics/metrics.ts";
import { noTracing, type Tracing } from "../tracing/tracing.ts";
import {
  assertContracted,
  assertPrefixesFree,
  fitsPath,
  guardRegistration,
  isReadable,
  methodsAt,
  type RegisteredRoute,
} from "./access.ts";
import { createAddressing } from "./addressing.ts";
import type { TrustedProxies } from "./client.ts";
import { correlationHeader, correlationIdOf } from "./correlation.ts";
import { sendError } from "./errors-out.ts";
import type { Gate } from "./gate.ts";
import { createGuard } from "./guard.ts";
import { isHookPath } from "./hook-paths.ts";
import type { MountedRoute } from "./http.ts";
import { measureHttp } from "./http-metrics.ts";
import { traceHttp } from "./http-tracing.ts";
import { mount } from "./mount.ts";
import { httpErrors } from "./problems.ts";
import { limitRate } from "./rate-limit.ts";
import { logRequest } from "./request-log.ts";
import type { Site } from "./sites.ts";
import { lostBrowsers, openWebApp, serveWebApp } from "./web-app.ts";

export interface HttpServerOptions {
  gate: Gate;
  log: Logger;
  routes: readonly MountedRoute[];
  /** Every route there may be; a mounted one outside of it fails the start. */
  contract?: readonly Route[];
  /** Addresses at which people find this server, beside those that it listens on. */
  publicSites?: readonly Site[] | undefined;
  /** Proxies whose word about their clients is taken; by default none's. */
  trustedProxies?: TrustedProxies | undefined;
  /** The folder of the built web app; without it only the API is served. */
  webFolder?: string | undefined;
  /** How often one caller may ask; hooks don't count. */
  requestsPerMinute?: number;
  metrics?: Metrics;
  tracing?: Tracing;
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

const nobody: TrustedProxies = { includes: () => false };

/** A year; browsers that were here over TLS come back over nothing else. */
const strictTransport = "max-age=31536000";

const goodbyeMs = 500;
const lettingGoMs = 50;

/** Builds the server and mounts everything; opens no port. */
export const createHttpServer = async (options: HttpServerOptions): Promise<HttpServer> => {
  const { gate, log, routes, contract = Object.values(contractRoutes) } = options;
  const { checkReplies = false, requestsPerMinute = 12_000 } = options;
  const { publicSites = [], trustedProxies = nobody } = options;
  assertContracted(routes, contract);
  const measured = measureHttp(options.metrics ?? noMetrics);
  const traces = traceHttp(options.tracing ?? noTracing);
  const telling = { log, measured, traces };
  const addressing = createAddressing({ publicSites, trustedProxies });
  const webApp = openWebApp(options.webFolder, ({ raw }) => addressing.addressed(raw).site.prefix);
  const isLost = lostBrowsers(webApp, contract);
  const guard = createGuard({ gate, addressing, isLost });
  const sockets = routes.filter(({ kind }) => kind === "socket");
  const app = fastify({
    genReqId: correlationIdOf,
    exposeHeadRoutes: false,
    clientErrorHandler: refuseGarbage,
    rewriteUrl: addressing.routeTarget,
    http: {
      shouldUpgradeCallback: (request) => {
        const target = addressing.routeTarget(request);
        return isReadable(target) && sockets.some(({ route }) => fitsPath(route.path, target));
      },
    },
    // An address that can't be read never gets to the hooks below.
    frameworkErrors: (error, request, reply) => {
      reply.header(correlationHeader, request.id);
      letGoOfUpgrade(request.raw, reply.raw);
      guard.admit(request).then(
        () => sendError(telling, error, request, reply),
        (refusal: unknown) => sendError(telling, refusal, request, reply),
      );
    },
  });
  const registered = guardRegistration(app);

  await protect(app);
  app.addHook("onRequest", async (request, reply) => {
    traces.asked(request);
    reply.header(correlationHeader, request.id).header("cache-control", "no-store");
    if (addressing.clientOf(request.raw).secure) reply.header("strict-transport-security", strictTransport);
    await guard.admit(request);
    // The body alone decides what a hook is; Fastify would refuse a header that names no media type.
    if (isHookPath(request.url)) request.raw.headers["content-type"] = "application/json";
  });
  app.addHook("onResponse", async (request, reply) => {
    measured.answered(request, reply);
    traces.answered(request, reply);
    const [caller, client] = [guard.callerOf(request), addressing.clientOf(request.raw)];
    logRequest(log, { request, reply, caller, client });
  });
  app.setErrorHandler((error, request, reply) => sendError(telling, error, request, reply));
  app.setNotFoundHandler(async (request, reply) => {
    if (webApp !== undefined && isLost(request)) return webApp.page.showAsLost(request, reply);
    const allowed = methodsAt(registered, request.url);
    if (allowed.length === 0) throw httpErrors.noRoute();
    reply.header("allow", allowed.join(", "));
    throw httpErrors.methodNotAllowed(allowed);
  });
  readBodiesRaw(app);
  await limitRate(app, { callerOf: guard.callerOf, addressing, perMinute: requestsPerMinute });
  const stopping = endStreamsOnClose(app);
  if (webApp !== undefined) await serveWebApp(app, webApp);
  for (const route of routes)
    mount(app, route, { callerOf: guard.callerOf, addressing, checkReplies, log, stopping, traces });
  assertPrefixesFree(publicSites, registered);
  await app.ready();

  return {
    registered,
    async listen({ host, port }) {
      await app.listen({ host, port });
      const address = app.server.address();
      const listening = typeof address === "object" && address !== null ? address.port : port;
      return { port: listening, url: `http://${nameOf(host)}:${listening}` };
    },
    stop: () => closed(app),
  };
};

/** Where no hook runs nothing else would let go of a connection that was to be upgraded. */
const letGoOfUpgrade = ({ headers, socket }: IncomingMessage, response: ServerResponse): void => {
  if (headers.upgrade !== undefined) response.once("finish", () => socket.destroy());
};

/** How programs of this machine reach what listens there. */
const nameOf = (host: string): string => {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
};

/** What is no HTTP has no route yet, and may come from a hook: the reply has no words. */
const refuseGarbage = (error: Error & { code?: string }, socket: Socket): void => {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy(error);
    return;
  }
  const status =
    error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
};

const protect = async (app: FastifyInstance): Promise<void> => {
  await app.register(cookies);
  await app.register(websocket, { options: { maxPayload: 64 * 1024 }, preClose: () => {} });
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

/** What is answered while it closes leaves a connection that its client keeps open: it would be waited for. */
const closed = async (app: FastifyInstance): Promise<void> => {
  const lettingGo = setInterval(() => app.server.closeIdleConnections(), lettingGoMs);
  await app.close().finally(() => clearInterval(lettingGo));
};

/** Streams have no end of their own, so a stop would wait for them. Sockets get a moment to say goodbye. */
const endStreamsOnClose = (app: FastifyInstance): AbortSignal => {
  const stopping = new AbortController();
  app.addHook("preClose", async () => {
    stopping.abort();
    const sockets = [...app.websocketServer.clients];
    for (const socket of sockets) socket.close(1001, "The server stops");
    const closed = Promise.all(sockets.map((socket) => once(socket, "close")));
    await Promise.race([closed, delay(goodbyeMs, undefined, { ref: false })]);
    for (const socket of sockets) socket.terminate();
  });
  return stopping.signal;
};

/** Bodies are read as they are; the route's schema says whether they are JSON. */
const readBodiesRaw = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
};
