import * as http from "node:http";
import * as https from "node:https";

export interface HookReply {
  status: number;
  body: string;
  /** The id that ties the request to what it left in the database. */
  correlationId: string | undefined;
}

export interface HookSenderOptions {
  /** The server's address and a key that may write signals. */
  server: { url: string; adminKey: string };
  /** How many connections are kept open at most. */
  connections: number;
  backend?: string;
  /** Where else it sends to. */
  path?: string;
  /** Where a proxy is whose name nothing resolves, and whose certificate is trusted alone. */
  proxy?: { host: string; port: number; ca: string; servername: string };
}

/** Sends hooks over connections that stay open. */
export interface HookSender {
  /** Rejects where the connection breaks before the reply. */
  send(body: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<HookReply>;
  close(): void;
}

export function hookSender(options: HookSenderOptions): HookSender {
  const { server, connections, backend = "claude", proxy, path = `/hooks/${backend}` } = options;
  const way = proxy === undefined ? {} : { ...proxy, hostname: proxy.host };
  const url = new URL(path, server.url);
  const { Agent, request } = url.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
  const authorization = `Bearer ${server.adminKey}`;
  return {
    send(body, headers = {}) {
      const { promise, resolve, reject } = Promise.withResolvers<HookReply>();
      const all = {
        host: url.host,
        authorization,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        ...headers,
      };
      const sending = request(url, { ...way, agent, method: "POST", headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const correlationId = response.headers["x-correlation-id"];
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString("utf8"),
            correlationId: typeof correlationId === "string" ? correlationId : undefined,
          });
        });
      });
      // A refusal may come before the body was taken whole; what breaks after it is of no interest.
      sending.on("error", reject);
      sending.end(body);
      return promise;
    },
    close: () => agent.destroy(),
  };
}
