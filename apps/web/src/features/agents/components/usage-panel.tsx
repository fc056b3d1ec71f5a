import type { Agent, Command } from "@signalbox/contract/agents";
import type { AgentUsage, ModelUsage } from "@signalbox/contract/usage";
import { useQuery } from "@tanstack/react-query";
import { count } from "../../../lib/format.ts";
import { dollars } from "../../../lib/money.ts";
import { usageQuery } from "../queries.ts";
import { type Gauge, gaugeOf, inAndOut, tokens } from "../usage-words.ts";
import "./usage.css";

/** How full an agent's context is, and what it took so far; opened, by model. */
export const UsagePanel = ({ agent }: { agent: Agent }) => {
  const { data: usage } = useQuery(usageQuery(agent.id));
  if (usage === undefined) return <div className="usage" />;
  if (usage.total.answers === 0 && usage.reported === null) {
    return <div className="usage ink3">No usage told yet</div>;
  }
  return (
    <details className="usage">
      <summary>
        <Context agent={agent} />
        <span className="num">{inAndOut(usage.total)}</span>
        <b className="num strong">{dollars(usage.total.costMicros)}</b>
        <Unpriced usage={usage} />
      </summary>
      <ByModel usage={usage} />
    </details>
  );
};

const Context = ({ agent }: { agent: Agent }) => {
  const gauge = gaugeOf(agent);
  if (gauge !== null) return <Meter gauge={gauge} />;
  if (agent.contextTokens === null) return null;
  return <span className="num">{tokens(agent.contextTokens)} in context</span>;
};

const Meter = ({ gauge: { share, level, words, exactly } }: { gauge: Gauge }) => (
  <span className="usage__context" title={exactly}>
    <svg className={`gauge gauge--${level}`} width="64" height="8" viewBox="0 0 64 8" aria-hidden="true">
      <rect className="gauge__room" x=".5" y=".5" width="63" height="7" rx="3.5" />
      <rect className="gauge__fill" x="2" y="2" width={Math.max(2, share * 60)} height="4" rx="2" />
    </svg>
    <span className="num" aria-hidden="true">
      {words}
    </span>
    <span className="hidden-visually">Context {exactly}</span>
  </span>
);

const Unpriced = ({ usage: { total } }: { usage: AgentUsage }) =>
  total.unpriced === 0 || total.costMicros === null ? null : (
    <span className="wait">and {count(total.unpriced, "answer")} without a price</span>
  );

const ByModel = ({ usage }: { usage: AgentUsage }) => (
  <div className="usage__inside">
    <table aria-label="Usage by model">
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">In</th>
          <th scope="col">Cached</th>
          <th scope="col">Out</th>
          <th scope="col">Cost</th>
        </tr>
      </thead>
      <tbody>
        {usage.byModel.map((row) => (
          <ModelRow key={row.model} row={row} />
        ))}
      </tbody>
    </table>
    <p className="ink3">
      {usage.reported === null
        ? "By the list prices of the models, with child agents."
        : `The CLI itself said that the session cost ${dollars(usage.reported.costMicros)}; what came later is added.`}
    </p>
  </div>
);

const ModelRow = ({ row }: { row: ModelUsage }) => (
  <tr>
    <th scope="row" className="break">
      {row.model ?? "Unknown model"}
    </th>
    <td className="num">{tokens(row.input + row.cacheWrite)}</td>
    <td className="num">{tokens(row.cacheRead)}</td>
    <td className="num">{tokens(row.output)}</td>
    <td className="num">{row.costMicros === null ? "unknown" : dollars(row.costMicros)}</td>
  </tr>
);

/** What a command took, in its line. */
export const CommandUsage = ({ usage }: Pick<Command, "usage">) =>
  usage === null ? null : (
    <span className="wide-only" title={inAndOut(usage)}>
      {tokens(usage.input + usage.cacheRead + usage.cacheWrite + usage.output)} tokens ·{" "}
      {dollars(usage.costMicros)} ·{" "}
    </span>
  );
