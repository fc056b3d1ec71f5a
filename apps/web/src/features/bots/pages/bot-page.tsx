import type { Bot } from "@signalbox/contract/bots";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment, until } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/reading.tsx";
import { Code } from "../../../ui/scroller.tsx";
import {
  accessWords,
  chainWords,
  ExecutionTable,
  outcomeKindWords,
  workspaceWords,
} from "../../executions/index.ts";
import { NoGithub } from "../../github/index.ts";
import { useProjects } from "../../projects/index.ts";
import { BotSwitch } from "../components/bot-switch.tsx";
import { ExportBot } from "../components/export-bot.tsx";
import { NoBotHere } from "../components/no-bot-here.tsx";
import { SigningSecret } from "../components/signing-secret.tsx";
import { StartBot } from "../components/start-bot.tsx";
import { needsGithub } from "../outcome-words.ts";
import { botQuery } from "../queries.ts";
import { useMayOperate } from "../use-may-operate.ts";
import "./bot.css";

interface BotPageProps {
  /** What starts it without a person; brought by the frame, which knows triggers as well. */
  triggers: (bot: Bot) => ReactNode;
}

/** `/bots/:botId`: what it is, what starts it, and what it did. */
export const BotPage = ({ triggers }: BotPageProps) => {
  const { botId = "" } = useParams({ strict: false });
  const query = useQuery(botQuery(botId));
  const bot = query.data;
  if (bot === undefined) return <NoBotHere query={query} />;
  return (
    <Page title={bot.content.name}>
      <Head bot={bot} />
      <div className="bot">
        <div className="bot__main">
          {triggers(bot)}
          <section className="panel" aria-labelledby="bot-executions">
            <div className="panel__head">
              <h2 id="bot-executions">Executions</h2>
              <Link to="/executions" search={{ botId: bot.id }} className="push small link">
                Filter them
              </Link>
            </div>
            <ExecutionTable
              filter={{ botId: bot.id }}
              ofOneBot
              empty={<Empty title="It was not started yet" />}
            />
          </section>
        </div>
        <div className="bot__side">
          <About bot={bot} />
          {bot.content.outcomes.some(({ kind }) => kind === "webhook") ? <SigningSecret bot={bot} /> : null}
        </div>
      </div>
    </Page>
  );
};

const Head = ({ bot }: { bot: Bot }) => {
  const mayOperate = useMayOperate();
  return (
    <div className="pagehead">
      <h1 className="break">{bot.content.name}</h1>
      <BotSwitch bot={bot} mayChange={mayOperate} />
      <span className="push" />
      {mayOperate ? (
        <>
          {bot.enabled ? (
            <StartBot
              bot={bot}
              trigger={
                <button type="button" className="btn btn--main">
                  <Icon name="play" small />
                  Start
                </button>
              }
            />
          ) : null}
          <Link to="/bots/$botId/edit" params={{ botId: bot.id }} className="btn">
            Edit
          </Link>
        </>
      ) : null}
      <ExportBot content={bot.content} />
    </div>
  );
};

const minute = 60_000;

const About = ({ bot: { id, content, version, updatedAt } }: { bot: Bot }) => {
  const now = useNow();
  const project = useProjects().get(content.projectId ?? "");
  const { prompt, variables } = content;
  return (
    <section className="panel" aria-labelledby="bot-about">
      <div className="panel__head">
        <h2 id="bot-about">What it does</h2>
        <span className="push small ink3 num">
          <Link to="/bots/$botId/versions" params={{ botId: id }} className="link">
            version {version}
          </Link>
          , {moment(updatedAt, now)}
        </span>
      </div>
      <div className="panel__body stack">
        <Code>{prompt}</Code>
        <dl className="kv">
          <dt>Asks for</dt>
          <dd>
            {variables.length === 0 ? <span className="ink3">nothing</span> : <Variables of={variables} />}
          </dd>
          <dt>CLI</dt>
          <dd>{chainWords([content, ...content.fallbacks])}</dd>
          <dt>Access</dt>
          <dd>{accessWords[content.access]}</dd>
          <dt>Works in</dt>
          <dd>{workspaceWords[content.workspace]}</dd>
          {project === undefined ? null : (
            <>
              <dt>Project</dt>
              <dd>
                <Link to="/projects/$projectId" params={{ projectId: project.id }} className="link">
                  {project.name}
                </Link>
              </dd>
            </>
          )}
          <dt>Limits</dt>
          <dd>
            {until(content.timeoutMinutes * minute)}, {count(content.concurrency, "execution")} at once
          </dd>
          <dt>Leaves behind</dt>
          <dd>
            {content.outcomes.length === 0 ? (
              <span className="ink3">its result</span>
            ) : (
              content.outcomes.map(({ kind }) => outcomeKindWords[kind]).join(", ")
            )}
          </dd>
        </dl>
        {content.outcomes.some(needsGithub) ? (
          <NoGithub consequence="what it is to leave there fails" />
        ) : null}
      </div>
    </section>
  );
};

const Variables = ({ of: variables }: { of: Bot["content"]["variables"] }) => (
  <ul>
    {variables.map(({ name, description }) => (
      <li key={name}>
        <span className="mono">{name}</span>
        {description === "" ? null : <span className="ink3"> {description}</span>}
      </li>
    ))}
  </ul>
);
