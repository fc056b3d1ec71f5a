import type { Execution } from "@signalbox/contract/executions";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo, useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment, took } from "../../../lib/format.ts";
import { dollars } from "../../../lib/money.ts";
import { useAdmission } from "../../../lib/use-admission.ts";
import { LetIn } from "../../../ui/let-in.tsx";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import type { ExecutionFilter } from "../keys.ts";
import { executionsQuery } from "../queries.ts";
import { useTwoChosen } from "../use-two-chosen.ts";
import { ranMs } from "../words.ts";
import { CompareBar } from "./compare-bar.tsx";
import { ExecutionState } from "./execution-state.tsx";
import "./execution-table.css";

interface ExecutionTableProps {
  filter: ExecutionFilter;
  /** They are of one bot, whose name stands over them. */
  ofOneBot?: boolean;
  /** What to say where there is none. */
  empty: ReactNode;
}

/** Executions that match a filter, the newest first, page by page. */
export const ExecutionTable = ({ filter, ofOneBot = false, empty }: ExecutionTableProps) => {
  const query = useInfiniteQuery(executionsQuery(filter));
  const executions = query.data ?? none;
  const wanted = useMemo(() => executions.map(({ id }) => ({ id, slot: "" })), [executions]);
  const { places, waiting, letIn, holders } = useAdmission(wanted);
  const { chosen, turn, none: chooseNone } = useTwoChosen();
  const shown = useRef<HTMLTableSectionElement>(null);
  const byId = useMemo(() => new Map(executions.map((one) => [one.id, one])), [executions]);
  if (query.data === undefined) {
    return (
      <Unread query={query} lines={8} loading="Loading executions" failed="Executions could not be read" />
    );
  }
  if (executions.length === 0) return empty;
  return (
    <>
      <div {...holders}>
        {/* Ids are in the order of time. */}
        <CompareBar chosen={chosen.toSorted()} onLeave={chooseNone} />
        <LetIn waiting={waiting} onLetIn={letIn}>
          {count(waiting, "execution")} more. Rows keep their places while you are at them.
        </LetIn>
        <Scroller className="table-scroll" label="List of executions">
          <table className="table">
            <Head ofOneBot={ofOneBot} />
            <tbody ref={shown}>
              {places
                .flatMap(({ id }) => byId.get(id) ?? [])
                .map((execution) => (
                  <Row
                    key={execution.id}
                    {...{ execution, ofOneBot }}
                    isChosen={chosen.includes(execution.id)}
                    mayChoose={chosen.length < 2}
                    onChoose={(isChosen) => turn(execution.id, isChosen)}
                  />
                ))}
            </tbody>
          </table>
        </Scroller>
      </div>
      <More query={query} rows={shown} />
    </>
  );
};

const none: readonly Execution[] = [];

const Head = ({ ofOneBot }: { ofOneBot: boolean }) => (
  <thead>
    <tr>
      <th scope="col">
        <span className="hidden-visually">Compare</span>
      </th>
      <th scope="col">State</th>
      <th scope="col">{ofOneBot ? "Queued" : "Bot"}</th>
      <th scope="col" className="desk-only">
        By
      </th>
      <th scope="col" className="is-number wide-only">
        Took
      </th>
      <th scope="col" className="is-number wide-only">
        Cost
      </th>
      {ofOneBot ? null : (
        <th scope="col" className="is-number wide-only">
          Queued
        </th>
      )}
    </tr>
  </thead>
);

interface RowProps {
  execution: Execution;
  ofOneBot: boolean;
  isChosen: boolean;
  mayChoose: boolean;
  onChoose: (isChosen: boolean) => void;
}

const Row = ({ execution, ofOneBot, isChosen, mayChoose, onChoose }: RowProps) => {
  const { id, bot, state, reason, by, usage, queuedAt } = execution;
  const now = useNow();
  const ran = ranMs(execution, now);
  return (
    <tr>
      <td className="execution-pick">
        <label>
          <input
            type="checkbox"
            checked={isChosen}
            disabled={!isChosen && !mayChoose}
            onChange={(event) => onChoose(event.target.checked)}
          />
          <span className="hidden-visually">
            Compare {bot.name}, {moment(queuedAt, now)}
          </span>
        </label>
      </td>
      <td>
        <ExecutionState state={state} />
      </td>
      <td className="is-fill" title={reason ?? undefined}>
        <Link to="/executions/$executionId" params={{ executionId: id }} className="strong" data-stop>
          {ofOneBot ? moment(queuedAt, now) : bot.name}
        </Link>
        {reason === null ? null : <span className="ink3"> {reason}</span>}
        <span className="narrow-only small ink3 num">
          {[
            ...(ofOneBot ? [] : [moment(queuedAt, now)]),
            ...(ran === null ? [] : [took(ran)]),
            ...(usage.costMicros === null ? [] : [dollars(usage.costMicros)]),
          ].join(" · ")}
        </span>
      </td>
      <td className="ink2 desk-only execution-by" title={by}>
        {by}
      </td>
      <td className="is-number wide-only">{ran === null ? <NotYet /> : took(ran)}</td>
      <td className="is-number wide-only">
        {usage.costMicros === null ? <NotYet /> : dollars(usage.costMicros)}
      </td>
      {ofOneBot ? null : <td className="is-number ink2 wide-only">{moment(queuedAt, now)}</td>}
    </tr>
  );
};

const NotYet = () => (
  <span className="ink3">
    <span aria-hidden="true">–</span>
    <span className="hidden-visually">none</span>
  </span>
);
