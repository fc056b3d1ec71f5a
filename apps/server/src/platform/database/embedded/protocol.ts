/** A logical connection: one client of `pg`, one socket. */
export type ConnectionId = number;

/** What the engine's worker is started with. */
export interface EngineOptions {
  /** Holds the data folder, its lock and its version. */
  folder: string;
  /** Longest time that a finished transaction waits for others to share its flush. */
  holdMs: number;
  /** Longest time a transaction may stay open. */
  transactionLimitMs: number;
}

/** `initialise` makes the data folder and ends; its memory goes with it. `serve` opens it and takes requests. */
export type Task = "initialise" | "serve";

/** Messages to the worker. */
export type ToEngine =
  | { kind: "connect"; connection: ConnectionId }
  /** One or more whole requests; `begin` stands for a BEGIN that was answered on our side already. */
  | { kind: "request"; connection: ConnectionId; bytes: Uint8Array; begin: boolean }
  | { kind: "disconnect"; connection: ConnectionId }
  /** Copies the data folder as it is between two requests, with nothing of it held back in memory. */
  | { kind: "copy"; id: number; to: string }
  | { kind: "shutdown" };

export interface Answer {
  connection: ConnectionId;
  bytes: Uint8Array;
}

/** Messages from the worker. */
export type FromEngine =
  /** The data folder is there, or the requests may come. */
  | { kind: "ready" }
  | { kind: "refused"; fault: "not_durable" | "cannot_start"; reason: string }
  | { kind: "answers"; answers: readonly Answer[] }
  /** The engine ended a connection on its own; its last answer says why. */
  | { kind: "ended"; connection: ConnectionId }
  | { kind: "copied"; id: number; fault: string | null }
  | { kind: "warning"; text: string };
