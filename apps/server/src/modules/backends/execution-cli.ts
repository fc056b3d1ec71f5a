import type { Allowed } from "@signalbox/contract/allowed";
import type { Access, ErrorClass, ExecutionUsage, Trust } from "@signalbox/contract/executions";
import type { Spent } from "./signal.ts";

/** What a CLI is run with, from its beginning to its end, without anybody beside it. */
export interface ExecutionWish {
  /** Null for the CLI's own choice. */
  model: string | null;
  access: Access;
  /** Beside that. */
  allowed: Allowed;
  /** A person is asked for what it may not do: for how long, and the settings by which that is told. */
  ask?: { minutes: number; settings: string } | null;
  /** Whether it may heed what its folder brings of settings, hooks and servers. */
  trust: Trust;
  /** Where it works. */
  cwd: string;
  /** The session that it goes on with, by the CLI's own id; null for a new one. */
  resumes: string | null;
}

/** A window of time in which a plan lets so much be used, as a CLI tells of it. */
export interface PlanWindow {
  /** As the CLI calls it. */
  name: string;
  /** Null where it does not say so. */
  usedPercent: number | null;
  isMet: boolean;
  /** Null where it does not say so. */
  resetsAt: Date | null;
  toldAt: Date;
}

/** What a line of its output tells of the execution as a whole. */
export type ExecutionTold =
  | { kind: "session"; id: string }
  /** A limit was met; when it is over, where that is known. */
  | { kind: "limited"; resetsAt: Date }
  /** How much of its account's plan is used. */
  | ({ kind: "window" } & PlanWindow)
  /** An answer of the model, or of a child's, and what it took so far; told again it takes the place of what was told. */
  | { kind: "spent"; spent: Spent }
  /** It works on: whatever was told before was not its end. */
  | { kind: "working" }
  /** What it says, with what it said since it worked last where that `joins`. The last of it is the result of a CLI that tells none. */
  | { kind: "words"; text: string; joins: boolean }
  /** A tool that it wanted to use and was not let. */
  | { kind: "refused"; tool: string }
  | {
      kind: "result";
      /** Null for its last words. */
      text: string | null;
      /** Null where it says that all went well. */
      errorClass: ErrorClass | null;
      /** Its own total; null where its answers told it. */
      usage: Omit<ExecutionUsage, "estimated"> | null;
      /** Tools that it wanted to use and was not let, beside those told before. */
      refused: readonly string[];
    };

/** A program of ours, and what it is told. */
export interface Bridge extends Pick<ExecutionWish, "access" | "cwd" | "model" | "resumes"> {
  by: "acp" | "command" | "opencode";
  /** Where a program leaves its result, in its folder; null for its last lines. */
  resultFile?: string | null;
}

/** How a CLI is run for a bot. Its prompt is given on its standard input. */
export interface ExecutionCli {
  /** What stands between the supervisor and the CLI, and speaks its protocol; absent where nothing does. */
  bridge?(wish: ExecutionWish): Bridge;
  args(wish: ExecutionWish): string[];
  /** A person can be asked while it runs. */
  asks?: true;
  /** It can be kept from heeding what its folder brings: `trust` is `user_only`. Else it runs in no checkout of others. */
  leavesProjectOut: boolean;
  /** Beside the environment of whatever is started. */
  env(wish: ExecutionWish): Readonly<Record<string, string>>;
  /** Reads a line of its standard output, printed `at`. Lines that tell nothing, or are none of its, give an empty list. */
  read(line: string, at: Date): ExecutionTold[];
  /** So for its standard error; absent where nothing is to be had from that. */
  readErrors?(line: string, at: Date): ExecutionTold[];
}
