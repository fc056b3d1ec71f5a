import type { Access } from "@signalbox/contract/executions";

/** What a bridge is to do; its first argument, as JSON. Behind it stand the program and its arguments. */
export interface BridgeOrder {
  access: Access;
  cwd: string;
  model: string | null;
  resumes: string | null;
  /** Where a program leaves its result, in its folder; null, or absent, for its last lines. */
  resultFile?: string | null;
}

/** What a bridge was started with. */
export function givenOrder(): { order: BridgeOrder; file: string; args: string[] } {
  const [, , text = "", file = "", ...args] = process.argv;
  const order: BridgeOrder = JSON.parse(text);
  return { order, file, args };
}
