import type { ExecutionDetail } from "@signalbox/contract/executions";
import type { Outcome } from "@signalbox/contract/outcomes";
import type { OutcomesOptions } from "../options.ts";
import type { Made, OutcomeRow } from "../outcomes.repository.ts";

/** An outcome that is carried out. */
export interface Case {
  row: OutcomeRow;
  execution: ExecutionDetail;
  /** Where the execution is shown. */
  url: string;
  signal: AbortSignal;
  /** What a template says of this execution. */
  say(template: string): Promise<string>;
}

/** It is not to be done, since there is nothing to do. */
export interface Needless {
  skipped: string;
}

/** Does what one kind of outcome is about. It may have been done before, by a server that went before it told so. */
export type Carry<K extends Outcome["kind"]> = (
  outcome: Outcome & { kind: K },
  given: Case,
  options: OutcomesOptions,
) => Promise<Made | Needless>;

/** A mark that nobody sees, by which what was made is found again. */
export const markOf = (what: "bot" | "outcome", id: string): string => `<!-- signalbox:${what}=${id} -->`;

export const outcomeMark = ({ execution_id, position }: OutcomeRow): string =>
  markOf("outcome", `${execution_id}/${position}`);
