import type { Execution } from "@signalbox/contract/executions";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment } from "../../../lib/format.ts";
import { Refusal } from "../../../ui/field.tsx";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { callerQuery } from "../../settings/index.ts";
import type { ExecutionFilter } from "../keys.ts";
import { executionsQuery, useDismiss, useReplay } from "../queries.ts";
import { ExecutionState } from "./execution-state.tsx";
import "./execution-table.css";

/** So many at once. */
const most = 100;

/** Executions that did not end well, and what is done about them. */
export const LookTable = ({ filter }: { filter: ExecutionFilter }) => {
  const query = useInfiniteQuery(executionsQuery(filter));
  const mayOperate = useQuery(callerQuery).data?.scopes.includes("operate") === true;
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const shown = useRef<HTMLTableSectionElement>(null);
  if (query.data === undefined)
    return (
      <Unread query={query} lines={8} loading="Loading executions" failed="Executions could not be read" />
    );
  if (query.data.length === 0)
    return (
      <Empty title="None needs a look">
        <p>
          Executions that fail, take too long or are interrupted stand here until somebody looks after them.
        </p>
      </Empty>
    );
  const chosen = query.data.map(({ id }) => id).filter((id) => picked.has(id));
  const turn = (id: string, isPicked: boolean) =>
    setPicked((before) => new Set([...[...before].filter((one) => one !== id), ...(isPicked ? [id] : [])]));
  return (
    <>
      {mayOperate ? (
        <LookBar
          chosen={chosen}
          onAll={() => setPicked(new Set(query.data.slice(0, most).map(({ id }) => id)))}
          onDone={() => setPicked(new Set())}
        />
      ) : null}
      <Scroller className="table-scroll" label="List of executions that need a look">
        <table className="table">
          <tbody ref={shown}>
            {query.data.map((execution) => (
              <Row
                key={execution.id}
                execution={execution}
                isPicked={picked.has(execution.id)}
                mayPick={mayOperate && (picked.has(execution.id) || chosen.length < most)}
                onPick={(isPicked) => turn(execution.id, isPicked)}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
      <More query={query} rows={shown} />
    </>
  );
};

interface LookBarProps {
  chosen: readonly string[];
  onAll: () => void;
  onDone: () => void;
}

const LookBar = ({ chosen, onAll, onDone }: LookBarProps) => {
  const [replay, dismiss] = [useReplay(), useDismiss()];
  const isBusy = replay.isPending || dismiss.isPending;
  const problems = replay.data?.items.flatMap(({ problem }) => problem ?? []) ?? [];
  const off = isBusy || chosen.length === 0;
  return (
    <div className="compare-bar">
      <span className="grow" role="status">
        {chosen.length === 0 ? "None is chosen." : `${count(chosen.length, "execution")} chosen.`}
        {problems.length === 0 ? "" : ` ${problems.length} not started: ${problems[0]}`}
      </span>
      <button type="button" className="btn" onClick={onAll}>
        Choose all shown
      </button>
      <button
        type="button"
        className="btn"
        aria-disabled={off}
        onClick={() => off || dismiss.mutate(chosen, { onSuccess: onDone })}
      >
        Dismiss
      </button>
      <button
        type="button"
        className="btn btn--main"
        aria-disabled={off}
        onClick={() => off || replay.mutate(chosen, { onSuccess: onDone })}
      >
        {replay.isPending ? "Starting…" : "Run them again"}
      </button>
      <Refusal error={replay.error ?? dismiss.error} />
    </div>
  );
};

interface RowProps {
  execution: Execution;
  isPicked: boolean;
  mayPick: boolean;
  onPick: (isPicked: boolean) => void;
}

const Row = ({ execution, isPicked, mayPick, onPick }: RowProps) => {
  const { id, bot, state, reason, attempt, endedAt, queuedAt } = execution;
  const now = useNow();
  const when = moment(endedAt ?? queuedAt, now);
  return (
    <tr>
      <td className="execution-pick">
        <label>
          <input
            type="checkbox"
            checked={isPicked}
            disabled={!mayPick}
            onChange={(event) => onPick(event.target.checked)}
          />
          <span className="hidden-visually">
            Choose {bot.name}, {when}
          </span>
        </label>
      </td>
      <td>
        <ExecutionState state={state} />
      </td>
      <td className="is-fill" title={reason ?? undefined}>
        <Link to="/executions/$executionId" params={{ executionId: id }} className="strong" data-stop>
          {bot.name}
        </Link>
        <span className="ink3"> {reason ?? "An outcome failed"}</span>
        <span className="narrow-only small ink3 num">
          {count(attempt, "attempt")} · {when}
        </span>
      </td>
      <td className="is-number wide-only">{count(attempt, "attempt")}</td>
      <td className="is-number ink2 wide-only">{when}</td>
    </tr>
  );
};
