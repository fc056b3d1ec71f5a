import type { Backend } from "@signalbox/contract/common";
import type { Tx } from "../../platform/database/database.ts";
import type { Cause } from "../../platform/http/http.ts";

/** What the hooks need to know of what arrives. */
export interface Hearing {
  /** When a hook of this CLI last arrived; null when none ever did, or none `since`. */
  lastHeard(backend: Backend, since?: Date): Promise<Date | null>;
}

/** Programs of this machine. */
export interface Programs {
  /** The path of a program, or null. */
  find(name: string): Promise<string | null>;
  /** Runs a short program; its code is null when it could not run to its end. */
  run(
    file: string,
    args: readonly string[],
    input?: string,
  ): Promise<{ code: number | null; stdout: string }>;
}

/** Writes down who did what, in the transaction that makes it true. */
export type Audit = (
  tx: Tx,
  act: Cause & {
    at: Date;
    action: string;
    subject: { kind: string; id: string };
    detail: Record<string, unknown>;
  },
) => Promise<void>;
