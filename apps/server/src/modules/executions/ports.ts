import type { ExecutionState } from "@signalbox/contract/executions";
import type { ExecutionOutcome } from "@signalbox/contract/outcomes";
import type { Project } from "@signalbox/contract/projects";
import type { Tx } from "../../platform/database/database.ts";

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
