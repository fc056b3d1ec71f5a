import type { ExecutionDetail } from "@signalbox/contract/executions";
import type { AttemptRow } from "../attempts/attempts.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";

/** A session of a CLI, and whose it is. */
export interface HeldSession extends Pick<ExecutionRow, "backend" | "model" | "account_id"> {
  id: string;
  /** The link of the chain that it was in. */
  link: number;
}

type Tried = Pick<AttemptRow, "link" | "backend" | "model" | "account_id" | "session_id">;

/** The session that an execution was in last; where it never came to one, the one that it was to go on with. */
export function sessionOf(
  row: Pick<ExecutionRow, "backend" | "model" | "account_id" | "resumes_session">,
  tried: readonly Tried[],
): HeldSession | null {
  const last = tried.findLast((one) => one.session_id !== null);
  const id = last?.session_id ?? row.resumes_session;
  const { backend, model, account_id } = last ?? row;
  return id === null ? null : { id, link: last?.link ?? 0, backend, model, account_id };
}

interface Seen extends Pick<ExecutionDetail, "checkedOut" | "resumedBy"> {
  row: Pick<ExecutionRow, "ended_at">;
  session: HeldSession | null;
  outcomes: readonly { state: string }[];
}

/** Why nobody can go on in the session of an execution, in a sentence; null where one can. */
export function whyNotResumed({ row, session, resumedBy, outcomes, checkedOut }: Seen): string | null {
  if (row.ended_at === null) return "It is not over yet";
  if (resumedBy !== null) return "Another execution went on in its session: go on after that one";
  if (session === null) return "Its CLI never told of a session";
  if (session.account_id === null) return "The account that its session belongs to is not known";
  if (outcomes.some(({ state }) => state === "pending"))
    return "It still leaves its outcomes behind: wait until that is done";
  return checkedOut?.state === "preparing" ? "Its workspace was never ready" : null;
}
