import type { ExecutionDetail } from "@signalbox/contract/executions";
import type { ExecutionOutcome } from "@signalbox/contract/outcomes";
import { Link } from "@tanstack/react-router";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { StateWord } from "../../../ui/lamp.tsx";
import { outcomeAspects, outcomeKindWords } from "../outcome-words.ts";
import { useRetryOutcome } from "../queries.ts";

/** What it leaves behind, and how that went. */
export const Outcomes = ({ execution, mayRetry }: { execution: ExecutionDetail; mayRetry: boolean }) =>
  execution.outcomes.length === 0 ? null : (
    <section className="panel" aria-labelledby="execution-outcomes">
      <div className="panel__head">
        <h2 id="execution-outcomes">Outcomes</h2>
      </div>
      <ul className="panel__body stack">
        {execution.outcomes.map((outcome) => (
          <li key={outcome.position} className="stack">
            <Outcome outcome={outcome} />
            {mayRetry && outcome.state === "failed" ? (
              <Retry executionId={execution.id} position={outcome.position} />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );

const Outcome = ({ outcome }: { outcome: ExecutionOutcome }) => {
  const { kind, state, reason, nextAt, attempts, made } = outcome;
  const now = useNow();
  const isLater = nextAt !== null && attempts > 0;
  return (
    <>
      <span className="row">
        <b>{outcomeKindWords[kind]}</b>
        <StateWord {...outcomeAspects[state]} />
        <Made made={made} />
      </span>
      {reason === null && !isLater ? null : (
        <span className="small ink3 break">
          {reason}
          {isLater ? ` Next try: ${moment(nextAt, now)}.` : ""}
        </span>
      )}
    </>
  );
};

const Made = ({ made: { url, number, sha, executionId } }: Pick<ExecutionOutcome, "made">) => {
  const word = number === null ? "See it" : `#${number}`;
  if (executionId !== null)
    return (
      <Link to="/executions/$executionId" params={{ executionId }} search={{}} className="link">
        Its execution
      </Link>
    );
  if (url !== null)
    return (
      <a href={url} className="link" target="_blank" rel="noreferrer">
        {word}
      </a>
    );
  return sha === null ? null : <span className="mono">{sha.slice(0, 10)}</span>;
};

const Retry = ({ executionId, position }: { executionId: string; position: number }) => {
  const retry = useRetryOutcome(executionId);
  return (
    <span>
      <Refusal error={retry.error} />
      <button type="button" className="btn" disabled={retry.isPending} onClick={() => retry.mutate(position)}>
        <Icon name="refresh" small />
        Try again
      </button>
    </span>
  );
};
