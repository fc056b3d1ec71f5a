import type { ExecutionDetail } from "@signalbox/contract/executions";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment, shortPath, took } from "../../../lib/format.ts";
import { dollars } from "../../../lib/money.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Code } from "../../../ui/scroller.tsx";
import { useProjects } from "../../projects/index.ts";
import { accessWords, chainWords, workspaceWords } from "../words.ts";
import { Folded } from "./folded.tsx";
import { SessionLink } from "./session-link.tsx";

type Shown = { execution: ExecutionDetail };

const Fact = ({ word, children }: { word: string; children: ReactNode }) =>
  children === null ? null : (
    <>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </>
  );

/** What was in force as it was started: the bot may have changed since. */
export const Circumstances = ({ execution }: Shown) => {
  const { bot, projectId, backend, model, access, workspace, cwd, by, deadline, pausedAt, sessionId } =
    execution;
  const { source, checkedOut, target, chain, attempts, resumes, resumedBy, notResumable, endedAt } =
    execution;
  const project = useProjects().get(projectId ?? "");
  const now = useNow();
  return (
    <section className="panel" aria-labelledby="execution-about">
      <div className="panel__head">
        <h2 id="execution-about">What ran</h2>
      </div>
      <dl className="kv panel__body">
        <Fact word="Bot">
          <Link to="/bots/$botId" params={{ botId: bot.id }} className="link">
            {bot.name}
          </Link>
          <span className="ink3">, version {bot.version}</span>
        </Fact>
        <Fact word="By">{by}</Fact>
        <Fact word="CLI">{chainWords(chain.length === 0 ? [{ backend, model }] : chain)}</Fact>
        <Fact word="Account">{attempts.at(-1)?.account?.name ?? null}</Fact>
        <Fact word="Access">{accessWords[access]}</Fact>
        <Fact word="Project">
          {project === undefined ? null : (
            <Link to="/projects/$projectId" params={{ projectId: project.id }} className="link">
              {project.name}
            </Link>
          )}
        </Fact>
        <Fact word="Works in">{workspaceWords[workspace]}</Fact>
        <Fact word="Branch">{source && <span className="mono break">{source.branch}</span>}</Fact>
        <Fact word="From">{source && <span className="mono break">{sourceWords(source)}</span>}</Fact>
        <Fact word="Kept, since">{checkedOut?.why ?? null}</Fact>
        <Fact word="Folder">
          {cwd === null ? null : (
            <span className="mono" title={cwd}>
              {shortPath(cwd)}
            </span>
          )}
        </Fact>
        <Fact word="About">{target === null ? null : aboutWords(target)}</Fact>
        <Fact word="May take until">
          {deadline === null || pausedAt !== null || endedAt !== null ? null : moment(deadline, now)}
        </Fact>
        <Fact word="Stands still since">{pausedAt === null ? null : moment(pausedAt, now)}</Fact>
        <Fact word="Goes on after">{resumes && <ExecutionLink id={resumes} word="another execution" />}</Fact>
        <Fact word="Went on in">
          {resumedBy && <ExecutionLink id={resumedBy} word="another execution" />}
        </Fact>
        <Fact word="No going on">{endedAt === null || resumedBy !== null ? null : notResumable}</Fact>
        <Fact word="Session">{sessionId === null ? null : <SessionLink sessionId={sessionId} />}</Fact>
      </dl>
      <Values execution={execution} />
      <Prompt execution={execution} />
      <CommandLine execution={execution} />
    </section>
  );
};

const ExecutionLink = ({ id, word }: { id: string; word: string }) => (
  <Link to="/executions/$executionId" params={{ executionId: id }} className="link">
    {word}
  </Link>
);

const sourceWords = ({ repository, ref, commit }: NonNullable<ExecutionDetail["source"]>): string =>
  [repository, ref, commit?.slice(0, 10)].filter(Boolean).join(" ");

const aboutWords = ({ repository, number, commit }: NonNullable<ExecutionDetail["target"]>): string =>
  [
    number === null ? repository : `${repository} #${number}`,
    ...(commit === null ? [] : [commit.slice(0, 10)]),
  ].join(", ");

const Values = ({ execution: { values } }: Shown) => {
  const given = Object.entries(values);
  return given.length === 0 ? null : (
    <Folded title="Values" note={count(given.length, "value")}>
      <dl className="kv">
        {given.map(([name, value]) => (
          <Fact key={name} word={name}>
            <span className="mono">{value}</span>
          </Fact>
        ))}
      </dl>
    </Folded>
  );
};

const Prompt = ({ execution: { prompt } }: Shown) => (
  <Folded title="Prompt" note={count(prompt.length, "letter")}>
    <Code>{prompt}</Code>
    <p>
      <CopyButton text={prompt} label="Copy" />
    </p>
  </Folded>
);

const CommandLine = ({ execution: { command, environment } }: Shown) =>
  command === null ? null : (
    <>
      <Folded title="Command line" note="the prompt on its standard input">
        <Code>{command.join(" ")}</Code>
      </Folded>
      <Folded title="Environment" note={count(environment.length, "variable")}>
        <p className="mono break">{environment.join(", ")}</p>
      </Folded>
    </>
  );

const exact = new Intl.NumberFormat("en-GB");

/** A sum that is not its CLI's own says so. */
const costWords = ({ costMicros, estimated }: ExecutionDetail["usage"]): string | null =>
  costMicros === null ? null : `${dollars(costMicros)}${estimated ? ", estimated" : ""}`;

/** What it took, and how its process ended. */
export const Taken = ({ execution: { usage, budget, exit, log } }: Shown) => (
  <section className="panel" aria-labelledby="execution-taken">
    <div className="panel__head">
      <h2 id="execution-taken">What it took</h2>
      <b className="push strong num">{costWords(usage) ?? ""}</b>
    </div>
    <dl className="kv panel__body num">
      <Fact word="Tokens in">{exact.format(usage.input)}</Fact>
      <Fact word="Tokens out">{exact.format(usage.output)}</Fact>
      <Fact word="From cache">{usage.cacheRead === 0 ? null : exact.format(usage.cacheRead)}</Fact>
      <Fact word="Into cache">{usage.cacheWrite === 0 ? null : exact.format(usage.cacheWrite)}</Fact>
      <Fact word="Cost">{costWords(usage) ?? "not told yet"}</Fact>
      <Fact word="May cost">{budget?.costMicros ? dollars(budget.costMicros) : null}</Fact>
      <Fact word="May take">{budget?.tokens ? `${exact.format(budget.tokens)} tokens` : null}</Fact>
      <Fact word="Log">{count(log.lines, "line")}</Fact>
      {exit === null ? null : (
        <>
          <Fact word="Exit">{exit.signal === null ? `code ${exit.code}` : `signal ${exit.signal}`}</Fact>
          <Fact word="Most memory">
            {exit.peakMemoryKb === null ? null : `${Math.round(exit.peakMemoryKb / 1_024)} MB`}
          </Fact>
          <Fact word="Computed">{exit.cpuMs === null ? null : took(exit.cpuMs)}</Fact>
        </>
      )}
    </dl>
  </section>
);
