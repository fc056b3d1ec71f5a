import type { JsonObject } from "../../kernel/json.ts";

/** What a bridge prints: a line of JSON each, the last of which is a result. */
export type BridgeLine =
  /** `resumable`: another attempt can go on with it. */
  | { type: "session"; id: string; resumable: boolean }
  /** Words of the agent; those that follow each other join. */
  | { type: "words"; text: string }
  | { type: "tool"; id: string; tool: string; input: JsonObject }
  | { type: "tool_over"; id: string; failed: boolean; output: string }
  | { type: "refused"; tool: string; about: string }
  /** What one answer of the model took, in tokens and dollars. */
  | ({ type: "spent"; id: string; model: string | null; cost: number | null } & BridgeTokens)
  /** It waits for a limit, or for a fault to pass, and tries again then: milliseconds since 1970. */
  | { type: "waits"; until: number; about: string }
  | {
      type: "result";
      ok: boolean;
      /** What it said at its end, or what went wrong. */
      text: string;
      /** What the fault is about, beside its words. */
      about: string;
      usage: (BridgeTokens & { cost: number | null }) | null;
    };

export interface BridgeTokens {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

/** Of one text, so much is told: its head. */
export const mostText = 256 * 1024;

/** Each is marked, that nobody takes it for a line of a CLI. */
export const tell = (line: BridgeLine): void => {
  process.stdout.write(`${JSON.stringify({ bridge: 1, ...line })}\n`);
};

/** Ends this process, behind all that it printed: what its reader has not taken yet would be lost. */
export function exitTold(code: number): void {
  process.stdout.write("", () => process.exit(code));
}
