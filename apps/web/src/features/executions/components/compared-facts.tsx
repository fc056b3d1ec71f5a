import type { ExecutionDetail } from "@signalbox/contract/executions";
import { Link } from "@tanstack/react-router";
import { useNow } from "../../../lib/clock.ts";
import { count, moment } from "../../../lib/format.ts";
import { useProjects } from "../../projects/index.ts";
import { type ComparedFact, compareFacts } from "../comparison.ts";

interface ComparedFactsProps {
  before: ExecutionDetail;
  after: ExecutionDetail;
}

/** All that is told of two executions, a row each; what differs stands out. */
export const ComparedFacts = ({ before, after }: ComparedFactsProps) => {
  const now = useNow();
  const projects = useProjects();
  const compared = (execution: ExecutionDetail) => ({
    execution,
    projectName: projects.get(execution.projectId ?? "")?.name ?? null,
  });
  const facts = compareFacts(compared(before), compared(after), now);
  const differing = facts.filter(({ differs }) => differs).length;
  return (
    <section className="panel" aria-labelledby="comparison-facts">
      <div className="panel__head">
        <h2 id="comparison-facts">What is told of them</h2>
        <span className="push small ink3">
          {differing === 0 ? "all the same" : count(differing, "difference")}
        </span>
      </div>
      <table className="table num">
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden-visually">What</span>
            </th>
            <Head execution={before} now={now} />
            <Head execution={after} now={now} />
          </tr>
        </thead>
        <tbody>
          {facts.map((fact) => (
            <Row key={fact.word} fact={fact} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Head = ({ execution: { id, bot, queuedAt }, now }: { execution: ExecutionDetail; now: number }) => (
  <th scope="col">
    <Link to="/executions/$executionId" params={{ executionId: id }} search={{}} className="link">
      {bot.name}, {moment(queuedAt, now)}
    </Link>
  </th>
);

const Row = ({ fact: { word, before, after, differs, change } }: { fact: ComparedFact }) => (
  <tr className={differs ? "differs" : undefined}>
    <th scope="row">
      {word}
      {differs ? <span className="hidden-visually"> (differs)</span> : null}
    </th>
    <td>{before ?? <None />}</td>
    <td>
      {after ?? <None />}
      {change === null ? null : <span className="ink2 small nowrap"> {change}</span>}
    </td>
  </tr>
);

const None = () => <span className="ink3">none</span>;
