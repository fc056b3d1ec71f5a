import type { BotVariable } from "@signalbox/contract/bots";
import type { DryRun as Told } from "@signalbox/contract/dry-run";
import { count } from "../../../lib/format.ts";
import { dollars } from "../../../lib/money.ts";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Code } from "../../../ui/scroller.tsx";
import { backendNames } from "../../accounts/index.ts";
import { workspaceWords } from "../../executions/index.ts";
import { useDryRun } from "../queries.ts";
import { valuesToSend } from "../values.ts";

interface DryRunProps {
  botId: string;
  variables: readonly BotVariable[];
  values: Readonly<Record<string, string>>;
}

/** What a start would run, asked without starting anything. */
export const DryRun = ({ botId, variables, values }: DryRunProps) => {
  const dryRun = useDryRun(botId);
  return (
    <div className="stack" aria-live="polite">
      <p>
        <button
          type="button"
          className="btn"
          disabled={dryRun.isPending}
          onClick={() => dryRun.mutate(valuesToSend(variables, values))}
        >
          <Icon name="search" small />
          {dryRun.isPending ? "Looking…" : "Dry run"}
        </button>
      </p>
      <Refusal error={dryRun.error} />
      {dryRun.data === undefined ? null : <Answer told={dryRun.data} />}
    </div>
  );
};

const Answer = ({ told: { links, workspace, estimate } }: { told: Told }) => (
  <>
    <dl className="kv">
      <dt>Works in</dt>
      <dd className="break">{workspace.folder ?? workspaceWords[workspace.kind]}</dd>
      <dt>Mostly takes</dt>
      <dd>{estimate === null ? "Nothing is known yet" : estimateWords(estimate)}</dd>
    </dl>
    <ol className="stack">
      {links.map((link, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same link may stand in a chain twice
        <li key={index} className="stack">
          <span>
            <b className="break">{link.program ?? backendNames[link.backend]}</b>
            {link.account === null ? "" : ` with ${link.account}`}
          </span>
          {link.why === null ? null : <span className="small stop break">{link.why}</span>}
          {link.command === null ? null : <Code>{link.command.join(" ")}</Code>}
          {link.environment.length === 0 ? null : (
            <span className="small ink3 mono break">{link.environment.join(", ")}</span>
          )}
        </li>
      ))}
    </ol>
  </>
);

const exact = new Intl.NumberFormat("en-GB");

const estimateWords = ({ executions, costMicros, tokens, minutes }: NonNullable<Told["estimate"]>): string =>
  [
    ...(costMicros === null ? [] : [dollars(costMicros)]),
    `${exact.format(tokens)} tokens`,
    count(minutes, "minute"),
    `half of the last ${count(executions, "execution")} took less`,
  ].join(", ");
