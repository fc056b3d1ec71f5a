import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { isBelow } from "./peer-processes.ts";

/** A program that connects, and hangs up when it is told to; with the server's end of its connection. */
async function aCaller() {
  const server = createServer({ allowHalfOpen: true });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const script = `exec 3<>/dev/tcp/127.0.0.1/${port}; read -r _; exec 3>&-; sleep 600`;
  const child = spawn("bash", ["-c", script], { stdio: ["pipe", "ignore", "ignore"] });
  const [socket]: Socket[] = await once(server, "connection");
  if (socket === undefined) throw new Error("nobody connected");
  onTestFinished(() => {
    child.kill("SIGKILL");
    socket.destroy();
    server.close();
  });
  const { remotePort, localPort } = socket;
  const hangUp = async () => {
    socket.resume();
    const ended = once(socket, "end");
    child.stdin.end("\n");
    await ended;
  };
  return { pid: child.pid ?? 0, peer: { remotePort, localPort }, hangUp };
}

test.skipIf(process.platform !== "linux")(
  "a caller is told by its connection, and one that hung up is nobody else",
  async () => {
    const { pid, peer, hangUp } = await aCaller();
    expect(await isBelow(new Set([pid]), peer)).toBe(true);
    expect(await isBelow(new Set([process.pid]), peer)).toBe(true);
    expect(await isBelow(new Set([2 ** 22 + 1]), peer)).toBe(false);
    await hangUp();
    expect(await isBelow(new Set([pid]), peer)).toBe(true);
    expect(await isBelow(new Set(), peer)).toBe(false);
  },
);
