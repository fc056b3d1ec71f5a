import type { ExecutionDetail } from "@signalbox/contract/executions";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { isMissing } from "../../../lib/missing.ts";
import { Page } from "../../../ui/page.tsx";
import { DeadLink, Empty, Unread } from "../../../ui/reading.tsx";
import { TextDiff } from "../../../ui/text-diff.tsx";
import { ComparedFacts } from "../components/compared-facts.tsx";
import { executionQuery } from "../queries.ts";
import { readComparisonSearch } from "../search.ts";
import "./comparison.css";

const allOfThem = { to: "/executions", word: "See all executions" } as const;

/** `/executions/compare?a=…&b=…`: two executions side by side. */
export const ComparisonPage = () => {
  const { a, b } = readComparisonSearch(useSearch({ strict: false }));
  return (
    <Page title="Compare two executions">
      <div className="pagehead">
        <h1>Compare two executions</h1>
        <span className="push" />
        {a === undefined || b === undefined ? null : (
          <Link to="/executions/compare" search={{ a: b, b: a }} replace className="btn">
            The other way round
          </Link>
        )}
      </div>
      {a === undefined || b === undefined ? (
        <section className="panel">
          <Empty title="Which two?" lead={allOfThem}>
            <p>Choose two of the list, or “Compare with the one before” on the page of one.</p>
          </Empty>
        </section>
      ) : (
        <Both a={a} b={b} />
      )}
    </Page>
  );
};

const Both = ({ a, b }: { a: string; b: string }) => {
  const [before, after] = [useQuery(executionQuery(a)), useQuery(executionQuery(b))];
  if (before.data !== undefined && after.data !== undefined)
    return <Comparison before={before.data} after={after.data} />;
  const unread = before.data === undefined ? before : after;
  return (
    <section className="panel">
      {isMissing(before.error) || isMissing(after.error) ? (
        <DeadLink title="One of the two is not there any more" lead={allOfThem} />
      ) : (
        <Unread query={unread} lines={8} loading="Loading the two" failed="They could not be read" />
      )}
    </section>
  );
};

const Comparison = ({ before, after }: { before: ExecutionDetail; after: ExecutionDetail }) => (
  <div className="comparison">
    <ComparedFacts before={before} after={after} />
    <Texts title="Prompt" before={before.prompt} after={after.prompt} same="Both were asked the same." />
    <Texts
      title="Result"
      before={before.result ?? ""}
      after={after.result ?? ""}
      same={after.result === null ? "Neither said anything at its end." : "Both said the same."}
    />
  </div>
);

interface TextsProps {
  title: string;
  before: string;
  after: string;
  same: string;
}

const Texts = ({ title, ...texts }: TextsProps) => (
  <section className="panel" aria-label={title}>
    <div className="panel__head">
      <h2>{title}</h2>
    </div>
    <TextDiff {...texts} label={`${title}: what differs`} />
  </section>
);
