import type { ExecutionDetail } from "@signalbox/contract/executions";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment, until } from "../../../lib/format.ts";
import { isMissing } from "../../../lib/missing.ts";
import { fetchMarkdown, Markdown } from "../../../ui/markdown.tsx";
import { Page } from "../../../ui/page.tsx";
import { DeadLink, Unread } from "../../../ui/reading.tsx";
import { callerQuery } from "../../settings/index.ts";
import { Attempts } from "../components/attempts.tsx";
import { CancelExecution } from "../components/cancel-execution.tsx";
import { ChangeBudget } from "../components/change-budget.tsx";
import { ComparePrevious } from "../components/compare-previous.tsx";
import { ControlExecution } from "../components/control-execution.tsx";
import { Course } from "../components/course.tsx";
import { Circumstances, Taken } from "../components/execution-facts.tsx";
import { ExecutionLog } from "../components/execution-log.tsx";
import { ExecutionState } from "../components/execution-state.tsx";
import { Outcomes } from "../components/outcomes.tsx";
import { ResumeExecution } from "../components/resume-execution.tsx";
import { AskedNow } from "../components/session-link.tsx";
import { executionQuery } from "../queries.ts";
import { readExecutionSearch } from "../search.ts";
import { leftMs } from "../words.ts";
import "./execution.css";

// What it says is Markdown.
void fetchMarkdown();

interface ExecutionPageProps {
  /** What starts the same again; brought by the frame, which knows bots as well. */
  again: (execution: ExecutionDetail) => ReactNode;
}

/** `/executions/:executionId`: one run of a bot, with all that explains it. */
export const ExecutionPage = ({ again }: ExecutionPageProps) => {
  const { executionId = "" } = useParams({ strict: false });
  const query = useQuery(executionQuery(executionId));
  const execution = query.data;
  const { data: caller } = useQuery(callerQuery);
  const search = readExecutionSearch(useSearch({ strict: false }));
  if (execution === undefined) return <NotThere query={query} />;
  const mayOperate = caller?.scopes.includes("operate") === true;
  return (
    <Page title={execution.bot.name}>
      <div className="pagehead">
        <h1 className="break">{execution.bot.name}</h1>
        <span role="status" className="row row--tight">
          <ExecutionState state={execution.state} />
        </span>
        <TimeLeft execution={execution} />
        <span className="push" />
        <ComparePrevious execution={execution} />
        {mayOperate ? (
          <>
            <ResumeExecution key={`resume-${execution.id}`} execution={execution} />
            {execution.endedAt === null ? null : again(execution)}
            <ControlExecution execution={execution} />
            <ChangeBudget key={`budget-${execution.id}`} execution={execution} />
            <CancelExecution key={execution.id} execution={execution} />
          </>
        ) : null}
      </div>
      <Why execution={execution} />
      <div className="execution__asked">
        <AskedNow execution={execution} />
      </div>
      <div className="execution">
        <div className="execution__main">
          <section className="panel" aria-label="Course">
            <Course execution={execution} />
          </section>
          <Attempts execution={execution} />
          <Result execution={execution} />
          <Outcomes execution={execution} mayRetry={mayOperate} />
          <ExecutionLog key={execution.id} executionId={execution.id} {...search} />
        </div>
        <div className="execution__side">
          <Circumstances execution={execution} />
          <Taken execution={execution} />
        </div>
      </div>
    </Page>
  );
};

const NotThere = ({ query }: { query: { error: unknown; refetch: () => unknown } }) => (
  <Page title="Execution">
    <div className="pagehead">
      <h1>Execution</h1>
    </div>
    <section className="panel">
      {isMissing(query.error) ? (
        <DeadLink
          title="No execution is at this address"
          lead={{ to: "/executions", word: "See all executions" }}
        />
      ) : (
        <Unread query={query} loading="Loading the execution" failed="This execution could not be read" />
      )}
    </section>
  </Page>
);

/** How long it may still take. */
const TimeLeft = ({ execution }: { execution: ExecutionDetail }) => {
  const left = leftMs(execution, useNow());
  if (left === null) return null;
  return (
    <span className="small ink3 num">
      {left === 0 ? "its time is over" : `${until(left)} left`}
      {execution.state === "paused" ? ", once it goes on" : ""}
    </span>
  );
};

/** Why it ended as it did, or waits, and when it may go better. */
const Why = ({ execution: { reason, state, resetsAt, waitsUntil } }: { execution: ExecutionDetail }) => {
  const now = useNow();
  if (reason === null) return null;
  const tone = state === "failed" || state === "interrupted" ? "stop" : "wait";
  const soon = (at: string | null, words: string): string => {
    const leftMs = at === null ? 0 : Date.parse(at) - now;
    return at === null || leftMs <= 0 ? "" : ` ${words} at ${moment(at, now)}, in ${until(leftMs)}.`;
  };
  return (
    <p className={`notice notice--${tone} execution__why`}>
      <span className="break">
        {reason}
        {waitsUntil === null ? soon(resetsAt, "The limit is over") : soon(waitsUntil, "The next attempt is")}
      </span>
    </p>
  );
};

const Result = ({ execution: { result, reason } }: { execution: ExecutionDetail }) =>
  result === null || result.trim() === "" || result === reason ? null : (
    <section className="panel" aria-labelledby="execution-result">
      <div className="panel__head">
        <h2 id="execution-result">Result</h2>
      </div>
      <div className="panel__body">
        <Markdown text={result} />
      </div>
    </section>
  );
