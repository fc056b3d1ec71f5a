import { join } from "node:path";
import type { BridgeOrder } from "./bridge-order.ts";

/** Programs that stand between a supervisor and an agent, and are run by Node. */
const programs = {
  acp: "acp-bridge.ts",
  command: "command-bridge.ts",
  opencode: "opencode-bridge.ts",
} as const;

interface Bridged<Wish> {
  args(wish: Wish): string[];
  /** What stands between; absent where nothing does. */
  bridge?(wish: Wish): BridgeOrder & { by: keyof typeof programs };
}

/** What is started for an agent whose program is known. */
export function commandOf<Wish>(
  cli: Bridged<Wish>,
  program: string,
  wish: Wish,
): { file: string; args: string[] } {
  const args = cli.args(wish);
  if (cli.bridge === undefined) return { file: program, args };
  const { by, ...order } = cli.bridge(wish);
  const bridge = join(import.meta.dirname, programs[by]);
  return { file: process.execPath, args: [bridge, JSON.stringify(order), program, ...args] };
}
