import type { Signal } from "../../backends/index.ts";
import type { Marks } from "../tracking/work.ts";

/** A hook that was accepted, on its way to the writer. */
export interface Heard {
  /** Its row in `agents_signals`. */
  id: string;
  backend: string;
  event: string;
  at: Date;
  correlationId: string;
  /** Redacted and cut to size, as it will be stored. */
  payload: unknown;
  /** Bytes it came in, for bounding what waits in memory. */
  size: number;
  /** Null for one that concerns no agent: it is only stored. */
  signal: Signal | null;
  /** Set when it is a test of the hooks. */
  testId: string | null;
  /** The session's transcript has something to tell: what it tells is applied in the place of this. */
  isNudge?: true;
  marks: Marks;
  /** Where the trace of its effects goes on from, where one is recorded. */
  traceparent?: string | undefined;
}
