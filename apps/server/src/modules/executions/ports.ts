import type { BotBackend } from "@signalbox/contract/chain";
import type {
  Checkout,
  ErrorClass,
  ExecutionSource,
  ExecutionState,
  ExecutionWorkspace,
  Trust,
} from "@signalbox/contract/executions";
import type { ExecutionOutcome } from "@signalbox/contract/outcomes";
import type { Program } from "@signalbox/contract/programs";
import type { Project } from "@signalbox/contract/projects";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { AccountChoice } from "../accounts/index.ts";
import type { PlanWindow } from "../backends/index.ts";

/** What executions need of projects. */
export interface ExecutionPlaces {
  hostId(): string;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<Pick<Project, "id" | "path" | "hostId">>;
}

export interface ExecutionRules {
  /** How many executions run on this machine at once. */
  most: number;
  /** The state folder: what executions leave while they run lies in it. */
  home: string;
  /** Where programs are looked for. */
  path: string;
  /** What a CLI finds in its environment. */
  environment: Readonly<Record<string, string>>;
}

/** What is to be checked out for an execution. */
export interface WorkspaceWish {
  executionId: string;
  /** What its folder is called: a session that is gone on with is known by its place. */
  folderId: string;
  projectId: string;
  kind: "worktree" | "clone";
  checkout: Checkout;
  /** What its branch is called after. */
  botName: string;
  /** An attempt has worked there: what it did is not lost. */
  isBegun: boolean;
}

/** Where it works; or why it can't, or that another host is where its project is. */
export type PreparedWorkspace =
  | { cwd: string; trust: Trust }
  | { failed: string; errorClass: ErrorClass }
  | { wantedHostId: string };

/** Where executions work that neither share a project's folder nor have an empty one. */
export interface ExecutionWorkspaces {
  /** Fetches and checks out, which may take minutes. Where `signal` aborts it throws, and the next try begins anew. */
  prepare(
    wish: WorkspaceWish,
    how: { note: (text: string) => Promise<void>; signal: AbortSignal },
  ): Promise<PreparedWorkspace>;
  /** Does something while nothing that is kept of an execution is removed on this machine. */
  handingOver<T>(executionId: string, act: () => Promise<T>): Promise<T>;
  /** Another execution goes on in what is there of the one; false where nothing is. */
  handOver(tx: Tx, executions: { from: string; to: string }): Promise<boolean>;
  /** The execution is over: written down in the transaction that says so. */
  over(tx: Tx, executionId: string, at: Date): Promise<void>;
  /** What the page of an execution tells of it; null where it has none. */
  told(
    read: Queryable,
    executionId: string,
  ): Promise<{ source: ExecutionSource; checkedOut: ExecutionWorkspace } | null>;
}

/** The executions that are meant: those of a bot, in a project, of a person, or all. */
export interface ExecutionScope {
  botId?: string;
  projectId?: string;
  userId?: string;
}

/** What is counted: executions, or what ran with an account. */
export type TakenBy = ExecutionScope | { accountId: string };

/** What executions took together. */
export interface Taken {
  costMicros: number;
  tokens: number;
  executions: number;
  /** From the begin of each to its end. */
  minutes: number;
}

/** Those that wait and may not begin yet, and why. */
export interface Hold {
  scope: ExecutionScope;
  /** Those that had begun before go on all the same: they are counted already. */
  sparesBegun: boolean;
  reason: string;
}

/** An account that no attempt is to begin with, and until when. */
export interface SpentAccount {
  accountId: string;
  from: Date;
  until: Date;
  /** An execution that it was used for since `from` may go on with it: it is counted already. */
  sparesBegun: boolean;
  reason: string;
}

/** What executions may take. */
export interface ExecutionBudgets {
  /** Why an execution may not be put into the queue; null where it may. In the transaction that does so. */
  refuses(
    tx: Tx,
    execution: { id: string; botId: string; projectId: string | null; userId: string | null },
  ): Promise<string | null>;
  /** Rung where one that runs told that it took more. */
  moreTaken(): void;
  /** What is not to begin now. */
  holds(tx: Tx): Promise<Hold[]>;
  /** The accounts that are not to be used now. */
  spentAccounts(tx: Tx): Promise<SpentAccount[]>;
}

/** Programs that administrators let bots run. */
export interface ExecutionPrograms {
  /** Null where it is gone. */
  find(id: string): Promise<Program | null>;
}

/** Logins and keys of the CLIs, with their limits. */
export interface ExecutionAccounts {
  /**
   * One to use now. `accountId` null: any of the CLI; `stickTo`: taken first where it can be. Where `takes`, it is marked
   * as used.
   */
  choose(
    tx: Tx,
    wish: {
      backend: BotBackend;
      /** Which program, where the CLI is one. */
      programId: string | null;
      accountId: string | null;
      stickTo: string | null;
      /** Signed out, or not paid for, as this execution saw: they are not tried again. */
      failed: readonly string[];
      /** May not be used until then. */
      spent: ReadonlyMap<string, Pick<SpentAccount, "until" | "reason">>;
      hostId: string;
      at: Date;
      takes: boolean;
    },
  ): Promise<AccountChoice>;
  /** What its CLI finds in its environment; `secrets` must not be seen in its output. */
  environmentOf(accountId: string): Promise<{ env: Record<string, string>; secrets: readonly string[] }>;
  /** What became of an attempt with it; without an error class it went well. */
  note(
    tx: Tx,
    end: {
      accountId: string;
      backend: BotBackend;
      errorClass: ErrorClass | null;
      resetsAt: Date | null;
      /** When it began. */
      begunAt: Date;
      at: Date;
    },
  ): Promise<void>;
  /** How much of its plan is used, as its CLI tells. */
  noteWindows(tx: Tx, accountId: string, windows: readonly PlanWindow[]): Promise<void>;
}

/** An execution that has just ended. */
export interface OverExecution {
  id: string;
  state: ExecutionState;
  /** Where it ran; null where its turn never came. */
  hostId: string | null;
  correlationId: string;
  bot: { id: string; version: number };
}

/** What becomes of an execution when it is over. */
export interface ExecutionOutcomes {
  /** Writes down what it leaves behind, in the transaction that ended it. */
  writeDown(tx: Tx, execution: OverExecution): Promise<void>;
  of(executionId: string): Promise<ExecutionOutcome[]>;
}
