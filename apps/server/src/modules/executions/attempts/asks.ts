import type { ExecutionAttempt } from "@signalbox/contract/executions";
import type { AttemptRow } from "./attempts.repository.ts";
import { isCutOff } from "./next-attempt.ts";

/** What an attempt is given, and the session that it goes on with, by the CLI's own id. */
export interface Asked {
  asks: ExecutionAttempt["asks"];
  resumes: string | null;
  input: string;
}

type Past = Pick<
  AttemptRow,
  "backend" | "account_id" | "error_class" | "reason" | "session_id" | "answered" | "result"
>;

interface Next {
  /** Those before, the oldest first. */
  past: readonly Past[];
  backend: ExecutionAttempt["backend"];
  accountId: string;
  prompt: string;
  /** The session of the execution that this one goes on after; null for a new one. */
  goesOnIn: string | null;
}

const goOn = "You were cut off. Look at what is done already, and go on with your task from there.";

/** What the next attempt is given: in a session of before where that is the same CLI's and account's. */
export function askedOf({ past, backend, accountId, prompt, goesOnIn }: Next): Asked {
  const isMine = (one: Past) => one.backend === backend && one.account_id === accountId && one.answered;
  const last = past.at(-1);
  if (last?.error_class === "result_invalid") {
    const wish = repairOf(last.reason ?? "It is not what was asked for");
    const session = isMine(last) ? last.session_id : null;
    return { asks: "repair", resumes: session, input: session === null ? whole(prompt, last, wish) : wish };
  }
  const begun = past.filter((one) => one.answered && isCutOff(one));
  const session = begun.findLast(isMine)?.session_id ?? null;
  if (session !== null) return { asks: "going_on", resumes: session, input: goOn };
  const input = begun.length === 0 ? prompt : `${prompt}\n\n${begunBefore}`;
  return { asks: goesOnIn === null ? "prompt" : "next_prompt", resumes: goesOnIn, input };
}

const whole = (prompt: string, { result }: Past, wish: string): string =>
  `${prompt}\n\nAnother agent has done this already. What it said at its end:\n\n${result ?? ""}\n\n${wish}`;

const begunBefore =
  "Another agent was cut off at this task. It may have left work in the folder: look at that before you begin.";

const repairOf = (fault: string): string =>
  `${fault}. Say your result again, as the JSON that was asked for and nothing else; change no files.`;
