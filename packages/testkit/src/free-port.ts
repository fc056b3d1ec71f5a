import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Systems give connections a port of their own from 32768 on (Linux), or higher. */
const [lowest, highest] = [10_000, 32_767];
const mostTries = 100;

/**
 * A port that nothing listens on, for what must know its own before it starts; also what dies and comes back finds it
 * free, for no connection that goes out meanwhile is given it.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < mostTries; tries++) {
    const port = randomInt(lowest, highest + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port was found in ${mostTries} tries`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  const isListening = await once(server, "listening").then(
    () => true,
    () => false,
  );
  if (!isListening) return false;
  server.close();
  await once(server, "close");
  return true;
}
