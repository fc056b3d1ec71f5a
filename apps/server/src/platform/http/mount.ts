import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { accessOf } from "./access.ts";
import { hookBodyLimit, isHookPath } from "./hook-paths.ts";
import type { AnyContext, Caller, MountedRoute } from "./http.ts";
import { httpErrors } from "./problems.ts";
import { assertReply, readRequest } from "./validation.ts";

export interface MountOptions {
  callerOf(request: FastifyRequest): Caller | null;
  /** Fails a reply that is not what its contract says. */
  checkReplies: boolean;
}

const bodyLimit = 1024 * 1024;

/** Registers a route of the contract with its handler. */
export const mount = (app: FastifyInstance, mounted: MountedRoute, options: MountOptions): void => {
  const { method, path } = mounted.route;
  const shared = {
    method,
    url: path,
    config: { access: accessOf(mounted) },
    bodyLimit: isHookPath(path) ? hookBodyLimit : bodyLimit,
  };
  if (mounted.kind === "reply") {
    app.route({
      ...shared,
      exposeHeadRoute: true,
      handler: (request, reply) => answer(mounted, options, request, reply),
    });
  } else if (mounted.kind === "stream") {
    app.route({
      ...shared,
      handler: async (request, reply) => {
        const context = contextOf(mounted, options, request, reply);
        await mounted.open(context, streamOf(reply));
      },
    });
  } else {
    app.route({
      ...shared,
      preHandler: async (request, reply) => void contextOf(mounted, options, request, reply),
      handler: async () => {
        throw httpErrors.upgradeRequired();
      },
      wsHandler: (socket, request) => {
        mounted.talk(contextOf(mounted, options, request), socket);
      },
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
  const { status, body } = await handle(contextOf(mounted, options, request, reply));
  if (options.checkReplies) assertReply(route, status, body);
  reply.code(status);
  if (route.replies[status] === null) return reply.send();
  if (route.contentType !== undefined) return reply.type(`${route.contentType}; charset=utf-8`).send(body);
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(body));
};

const noBody = Buffer.alloc(0);

const contextOf = (
  { route }: MountedRoute,
  { callerOf }: MountOptions,
  request: FastifyRequest,
  reply?: FastifyReply,
): AnyContext => {
  const rawBody = Buffer.isBuffer(request.body) ? request.body : noBody;
  const { remotePort, localPort } = request.raw.socket;
  const parts = readRequest(route, {
    params: request.params,
    query: request.query,
    body: rawBody,
    contentType: request.headers["content-type"],
  });
  return {
    ...parts,
    rawBody,
    caller: callerOf(request),
    correlationId: request.id,
    headers: request.headers,
    cookies: request.cookies,
    peer: { remotePort, localPort },
    setHeader: (name, value) => void reply?.header(name, value),
    setCookie: (name, value, { maxAgeSeconds }) =>
      void reply?.setCookie(name, value, {
        httpOnly: true,
        sameSite: "strict",
        path: "/",
        maxAge: maxAgeSeconds,
      }),
  };
};

const streamOf = (reply: FastifyReply) => ({
  response: reply.raw,
  writeHead(headers: Record<string, string>) {
    reply.hijack();
    for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...headers })) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.raw.writeHead(200);
    reply.raw.flushHeaders();
  },
});
