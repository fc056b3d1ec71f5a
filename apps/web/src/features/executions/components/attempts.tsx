import type { ExecutionAttempt, ExecutionDetail } from "@signalbox/contract/executions";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, took } from "../../../lib/format.ts";
import { linkWords, ranMs } from "../words.ts";
import { ExecutionState } from "./execution-state.tsx";
import { SessionLink } from "./session-link.tsx";

/** What it tried, one after the other, where there was more to try. */
export const Attempts = ({ execution: { attempts, chain, waitsUntil } }: { execution: ExecutionDetail }) =>
  attempts.length === 0 || (attempts.length === 1 && chain.length < 2 && waitsUntil === null) ? null : (
    <section className="panel" aria-labelledby="execution-attempts">
      <div className="panel__head">
        <h2 id="execution-attempts">Attempts</h2>
      </div>
      <ol className="panel__body stack">
        {attempts.map((attempt) => (
          <Attempt key={attempt.number} attempt={attempt} />
        ))}
      </ol>
    </section>
  );

const asksWords = {
  prompt: null,
  next_prompt: "went on in the session of another execution",
  going_on: "went on in the session of before",
  repair: "was asked for its result again",
} as const;

const chosenWords = {
  first_choice: null,
  again: "The same again",
  another_account: "Another account",
  another_link: "The next link",
  repair: "Asked to mend its result",
} as const;

/** Why it came to this link, in a sentence; null where it is as it was wished. */
function whyWords({ why }: ExecutionAttempt): string | null {
  if (why === null) return null;
  const since = [...why.passedOver, ...(why.after === null ? [] : [`before: ${why.after}`])];
  const chosen = chosenWords[why.chosen] ?? (since.length === 0 ? null : "The first choice");
  return chosen === null ? null : [chosen, since.join("; ")].filter(Boolean).join(", since ");
}

const Attempt = ({ attempt }: { attempt: ExecutionAttempt }) => {
  const { number, account, state, reason, asks, startedAt, sessionId } = attempt;
  const ran = ranMs(attempt, useNow());
  const why = whyWords(attempt);
  const how = [account?.name, asksWords[asks]].filter(Boolean).join(", ");
  return (
    <li className="stack">
      <span className="row row--wrap">
        <b className="num">{number}</b>
        <span>{linkWords(attempt)}</span>
        <ExecutionState state={state ?? "running"} />
        <span className="small ink3 num">
          {clockWithSeconds(startedAt)}
          {ran === null ? "" : `, ${took(ran)}`}
        </span>
      </span>
      {how === "" && reason === null ? null : (
        <span className="small ink3 break">{[how, reason].filter(Boolean).join(": ")}</span>
      )}
      {why === null ? null : <span className="small ink3 break">{why}</span>}
      {sessionId === null ? null : (
        <span className="small ink3 break">
          Session <SessionLink sessionId={sessionId} />
        </span>
      )}
    </li>
  );
};
