import type { Access, ErrorClass, ExecutionUsage, Trust } from "@signalbox/contract/executions";
import type { Spent } from "./signal.ts";

/** What a CLI is run with, from its beginning to its end, without anybody beside it. */
export interface ExecutionWish {
  /** Null for the CLI's own choice. */
  model: string | null;
  access: Access;
  /** Whether it may heed what its folder brings of settings, hooks and servers. */
  trust: Trust;
}

/** What a line of its output tells of the execution as a whole. */
export type ExecutionTold =
  | { kind: "session"; id: string }
  /** A limit was met; when it is over, where that is known. */
  | { kind: "limited"; resetsAt: Date }
  /** An answer of the model, or of a child's, and what it took so far; told again it takes the place of what was told. */
  | { kind: "spent"; spent: Spent }
  | {
      kind: "result";
      text: string;
      /** Null where it says that all went well. */
      errorClass: ErrorClass | null;
      /** Its own total. */
      usage: Omit<ExecutionUsage, "estimated">;
      /** Tools that it wanted to use and was not let. */
      refused: readonly string[];
    };

/** How a CLI is run for a bot. Its prompt is given on its standard input. */
export interface ExecutionCli {
  args(wish: ExecutionWish): string[];
  /** It can be kept from heeding what its folder brings: `trust` is `user_only`. Else it runs in no checkout of others. */
  leavesProjectOut: boolean;
  /** Beside the environment of whatever is started. */
  env: Readonly<Record<string, string>>;
  /** Reads a line of its standard output. Lines that tell nothing, or are none of its, give an empty list. */
  read(line: string): ExecutionTold[];
}
