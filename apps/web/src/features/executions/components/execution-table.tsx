import type { Execution } from "@signalbox/contract/executions";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo, useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment, took } from "../../../lib/format.ts";
import { useAdmission } from "../../../lib/use-admission.ts";
import { LetIn } from "../../../ui/let-in.tsx";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { dollars } from "../../agents/index.ts";
import type { ExecutionFilter } from "../keys.ts";
import { executionsQuery } from "../queries.ts";
import { ranMs } from "../words.ts";
import { ExecutionState } from "./execution-state.tsx";

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
                  <Row key={execution.id} execution={execution} ofOneBot={ofOneBot} />
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

const Row = ({ execution, ofOneBot }: { execution: Execution; ofOneBot: boolean }) => {
  const { id, bot, state, reason, by, usage, queuedAt } = execution;
  const now = useNow();
  const ran = ranMs(execution, now);
  return (
    <tr>
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
      <td className="ink2 desk-only">{by}</td>
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
