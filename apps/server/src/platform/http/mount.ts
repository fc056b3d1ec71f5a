import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { type Access, accessOf } from "./access.ts";
import type { Addressing } from "./addressing.ts";
import { cookieNameAt } from "./cookies.ts";
import { hookBodyLimit, isHookPath } from "./hook-paths.ts";
import type { AnyContext, Caller, Connection, MountedRoute } from "./http.ts";
import type { HttpTracing } from "./http-tracing.ts";
import { httpErrors } from "./problems.ts";
import { assertReply, readRequest } from "./validation.ts";

export interface MountOptions {
  callerOf(request: FastifyRequest): Caller | null;
  addressing: Addressing;
  /** Fails a reply that is not what its contract says. */
  checkReplies: boolean;
  log: Logger;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
  traces: HttpTracing;
}

const bodyLimit = 1024 * 1024;
const deliveryBodyLimit = 10 * 1024 * 1024;

const apiRoute = (access: Access) => ({ config: { access }, bodyLimit });

/** Whoever takes deliveries counts them by their source. */
const deliveryRoute = (access: Access) => ({
  config: { access, rateLimit: false } as const,
  bodyLimit: deliveryBodyLimit,
});

/** Headers for browsers would only cost: no browser ever asks here. */
const hookRoute = (access: Access) =>
  ({
    config: { access, rateLimit: false },
    bodyLimit: hookBodyLimit,
    helmet: false,
  }) as const;

const settingsOf = (path: string, access: Access) => {
  if (isHookPath(path)) return hookRoute(access);
  return access.takesDeliveries ? deliveryRoute(access) : apiRoute(access);
};

/** Registers a route of the contract with its handler. */
export const mount = (app: FastifyInstance, mounted: MountedRoute, options: MountOptions): void => {
  const { method, path } = mounted.route;
  const access = accessOf(mounted);
  const shared = { method, url: path, ...settingsOf(path, access) };
  if (mounted.kind === "reply") {
    app.route({
      ...shared,
      exposeHeadRoute: true,
      handler: (request, reply) => answer(mounted, options, request, reply),
    });
  } else if (mounted.kind === "stream") {
    app.route({ ...shared, handler: (request, reply) => stream(mounted, options, request, reply) });
  } else {
    app.route({
      ...shared,
      // Before the upgrade, since afterwards nobody hears about a fault.
      preHandler: async (request, reply) => void contextOf(mounted, options, request, reply),
      handler: async () => {
        throw httpErrors.upgradeRequired();
      },
      wsHandler: (socket, request) => mounted.talk(contextOf(mounted, options, request), socket),
    });
  }
};

const answer = async (
  mounted: MountedRoute & { kind: "reply" },
  options: MountOptions,
  request: FastifyRequest,
  reply: FastifyReply,
) => {
  const { route, handle } = mounted;
  const { status, body } = await options.traces.within(request, () =>
    handle(contextOf(mounted, options, request, reply)),
  );
  if (options.checkReplies) assertReply(route, status, body);
  reply.code(status);
  if (route.replies[status] === null) return reply.send();
  if (isKnownTo(request, reply)) return reply.code(304).send();
  // A file says its own type.
  if (body instanceof Blob) return reply.type(body.type).send(Buffer.from(await body.arrayBuffer()));
  if (route.contentType !== undefined) return reply.type(`${route.contentType}; charset=utf-8`).send(body);
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(body));
};

/** Whether the client holds this very reply already: the handler gave it an ETag, the client named it. */
const isKnownTo = (request: FastifyRequest, reply: FastifyReply): boolean => {
  const etag = reply.getHeader("etag");
  if (etag === undefined) return false;
  reply.header("cache-control", "private, no-cache");
  const held =
    request.headers["if-none-match"]?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return held.includes("*") || held.includes(String(etag).replace(/^W\//, ""));
};

const noBody = Buffer.alloc(0);

const connectionOf = (response: ServerResponse | undefined, stopping: AbortSignal): Connection => ({
  gone() {
    if (response === undefined) return stopping;
    const closed = new AbortController();
    response.once("close", () => closed.abort());
    if (response.destroyed) closed.abort();
    return AbortSignal.any([closed.signal, stopping]);
  },
  sent: () =>
    new Promise((resolve) => {
      if (response === undefined) return resolve(false);
      response.once("close", () => resolve(response.writableFinished));
    }),
});

const contextOf = (
  { route }: MountedRoute,
  { callerOf, addressing, stopping }: MountOptions,
  request: FastifyRequest,
  reply?: FastifyReply,
): AnyContext => {
  const rawBody = Buffer.isBuffer(request.body) ? request.body : noBody;
  const { remotePort, localPort } = request.raw.socket;
  const { client, site } = addressing.addressed(request.raw);
  const parts = readRequest(route, {
    params: request.params,
    query: request.query,
    body: rawBody,
    contentType: request.headers["content-type"],
  });
  return {
    ...parts,
    rawBody,
    connection: connectionOf(reply?.raw, stopping),
    caller: callerOf(request),
    correlationId: request.id,
    headers: request.headers,
    cookies: request.cookies,
    peer: { remotePort, localPort },
    client,
    site,
    setHeader: (name, value) => void reply?.header(name, value),
    setCookie: (cookie, value, { maxAgeSeconds }) =>
      void reply?.setCookie(cookieNameAt(site, cookie), value, {
        httpOnly: true,
        secure: site.secure,
        sameSite: "strict",
        path: `${site.prefix}${cookie.path}`,
        maxAge: maxAgeSeconds,
      }),
  };
};

const stream = async (
  mounted: MountedRoute & { kind: "stream" },
  options: MountOptions,
  request: FastifyRequest,
  reply: FastifyReply,
) => {
  const context = contextOf(mounted, options, request, reply);
  const gone = new AbortController();
  const response = reply.raw;
  response.on("close", () => gone.abort());
  const writeHead = (headers: Record<string, string>) => {
    reply.hijack();
    for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...headers })) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.writeHead(200);
    response.flushHeaders();
  };
  try {
    await mounted.open(context, {
      response,
      signal: AbortSignal.any([gone.signal, options.stopping]),
      writeHead,
    });
  } catch (error) {
    if (!response.headersSent) throw error;
    options.log.warn({ err: error, correlationId: request.id }, "a stream broke");
    response.destroy();
  }
};
