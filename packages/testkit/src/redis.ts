import { connect } from "node:net";
import { freePort } from "./free-port.ts";
import { onPath, type Tool } from "./machine.ts";
import { type Service, serviceOf } from "./service.ts";
import { removeFolder, temporaryFolder } from "./temporary.ts";

export const findRedis = (): Tool => onPath("Redis", ["redis-server"]);

/** A Redis server of one test. */
export interface TestRedis extends Service {
  readonly url: string;
  /** Sends one command and answers the first line of its reply. */
  command(...words: readonly string[]): Promise<string>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/** Starts a server that keeps what it was told in an append-only file. */
export async function runRedis(): Promise<TestRedis> {
  const tool = findRedis();
  if (tool.path === null) throw new Error(`There is no ${tool.name}: ${tool.reason}`);
  const folder = temporaryFolder("redis");
  const port = await freePort();
  const command = (...words: readonly string[]) => ask(port, words);
  const service = serviceOf({
    name: "Redis",
    file: tool.path,
    args: ["--port", String(port), "--dir", folder, "--appendonly", "yes", "--save", ""],
    answers: () =>
      command("PING").then(
        (reply) => reply === "+PONG",
        () => false,
      ),
    ending: "SIGTERM",
  });
  await service.start();
  return {
    ...service,
    url: `redis://127.0.0.1:${port}`,
    command,
    async remove() {
      await service.stop();
      removeFolder(folder);
    },
  };
}

/** One command over a connection of its own. */
function ask(port: number, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let reply = "";
    socket.setEncoding("utf8");
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("Redis closed the connection")));
    socket.on("data", (text: string) => {
      reply += text;
      const end = reply.indexOf("\r\n");
      if (end < 0) return;
      resolve(reply.slice(0, end));
      socket.destroy();
    });
    const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    socket.write(`*${words.length}\r\n${parts.join("")}`);
  });
}
