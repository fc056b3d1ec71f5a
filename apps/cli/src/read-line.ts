import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** Asks for a line on the terminal; null where its input ends, or Ctrl-C or Ctrl-D is pressed. */
export async function readLine(question: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = once(lines, "close").then(() => null);
  try {
    return await Promise.race([lines.question(question), closed]);
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") return null;
    throw error;
  } finally {
    lines.close();
  }
}
