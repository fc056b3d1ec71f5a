import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { type Scope, scopes } from "@signalbox/contract/common";
import type { Route } from "@signalbox/contract/route";
import { pino } from "pino";
import type { RegisteredRoute } from "./access.ts";
import type { Client } from "./client.ts";
import type { Gate } from "./gate.ts";
import type { Caller, MountedRoute } from "./http.ts";
import { createHttpServer, type HttpServerOptions } from "./server.ts";
import type { Site } from "./sites.ts";

export const silentLog = pino({ level: "silent" });

/** A listening server for tests, every reply held against its contract. */
export const aServer = async (options: Omit<HttpServerOptions, "log"> & Partial<HttpServerOptions>) => {
  const server = await createHttpServer({ log: silentLog, checkReplies: true, ...options });
  const { url, port } = await server.listen({ host: "127.0.0.1", port: 0 });
  return { ...server, url, port, ask: (path: string, request: Ask = {}) => ask(port, path, request) };
};

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The body in JSON. */
  json(): unknown;
}

/** Asks with exactly these headers, Host and Origin included, which `fetch` would set itself. */
const ask = (port: number, path: string, { method = "GET", headers = {}, body }: Ask): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: "127.0.0.1", port, path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const { statusCode = 0, headers: replied } = response;
          resolve({ status: statusCode, headers: replied, text, json: () => JSON.parse(text) });
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });

/** A gate for tests of the platform: `Bearer read,operate` is a key with these scopes, tickets and passes are such words. */
export const wordGate = (): Gate & { sendAway(words: string): void } => {
  const leaving = new Map<() => void, string>();
  const known: readonly string[] = scopes;
  const callerOf = (words: string): Caller | null => {
    const held = words.split(",").filter((word): word is Scope => known.includes(word));
    return held.length === 0 ? null : { kind: "api_key", id: words, name: words, scopes: held };
  };
  return {
    /** Whoever holds these words is welcome no longer. */
    sendAway(words) {
      for (const [leave, id] of [...leaving]) if (id === words) leave();
    },
    async authenticate({ headers, cookies, ticket, pass }) {
      const key = headers.authorization?.replace("Bearer ", "");
      const caller = callerOf(key ?? ticket ?? pass ?? cookies.scopes ?? "");
      return caller === null || key !== undefined || ticket === undefined
        ? caller
        : { ...caller, byTicket: true };
    },
    onceUnwelcome({ id }, leave) {
      leaving.set(leave, id);
      return () => void leaving.delete(leave);
    },
    issueTicket: async ({ id }) => ({ ticket: id, expiresAt: new Date(0) }),
    issuePass: async ({ id }) => ({ pass: id, lifeSeconds: 60 }),
  };
};

/** Who asks at a server's own address, for what is asked without one. */
export const at = ({ url }: { url: string }): { client: Client; site: Site } => ({
  client: { address: "127.0.0.1", host: new URL(url).host, secure: false, viaTrustedProxy: false },
  site: { origin: url, prefix: "", secure: false },
});

export const bearer = (words: string) => ({ authorization: `Bearer ${words}` });

/** Every route that is not public, with an address at which it can be asked. */
export const walkRoutes = (registered: readonly RegisteredRoute[]) =>
  registered
    .filter(({ permission }) => permission !== "public")
    .map((route) => ({ ...route, address: route.path.replace(/:\w+/g, "claude") }));

/** The routes of a contract that nobody serves yet, each failing when it is reached. */
export const unreached = (
  routes: Readonly<Record<string, Route>>,
  served: readonly MountedRoute[],
): MountedRoute[] =>
  Object.values(routes)
    .filter((route) => !served.some((mounted) => mounted.route === route))
    .map((route) => ({
      kind: "reply",
      route,
      handle: () => Promise.reject(new Error(`${route.method} ${route.path} was reached`)),
    }));
