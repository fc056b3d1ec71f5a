import { once } from "node:events";
import { connect } from "node:net";

/** One connection that stays open, over which a hook is sent once the one before was answered. */
export interface LeanSender {
  /** Answers the status; rejects where the connection breaks before it. */
  send(body: string): Promise<number>;
  close(): void;
}

const endOfHead = "\r\n\r\n";

/**
 * Sends hooks for a fifth of what Node's own client takes, so that a bench on the server's own cores measures the
 * server. It reads answers without a body, which a hook's are.
 */
export async function leanSender(server: { url: string; adminKey: string }): Promise<LeanSender> {
  const { hostname, port, host } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  const head = [
    "POST /hooks/claude HTTP/1.1",
    `host: ${host}`,
    `authorization: Bearer ${server.adminKey}`,
    "content-type: application/json",
    "content-length: ",
  ].join("\r\n");
  let waiting: PromiseWithResolvers<number> | undefined;
  let answer = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    answer += chunk;
    if (!answer.endsWith(endOfHead)) return;
    waiting?.resolve(Number(answer.slice("HTTP/1.1 ".length, "HTTP/1.1 202".length)));
    answer = "";
  });
  const broken = (cause?: unknown) => waiting?.reject(new Error("The connection broke", { cause }));
  socket.on("error", broken);
  socket.on("close", broken);
  return {
    send(body) {
      waiting = Promise.withResolvers();
      socket.write(`${head}${Buffer.byteLength(body)}${endOfHead}${body}`);
      return waiting.promise;
    },
    close: () => socket.destroy(),
  };
}
