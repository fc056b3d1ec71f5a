import type { Bot } from "@signalbox/contract/bots";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { More } from "../../../ui/more.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { accessWords, workspaceWords } from "../../executions/index.ts";
import { useProjectWord } from "../../projects/index.ts";
import { BotSwitch } from "../components/bot-switch.tsx";
import { StartBot } from "../components/start-bot.tsx";
import { botsQuery } from "../queries.ts";
import { useMayOperate } from "../use-may-operate.ts";

/** `/bots` */
export const BotsPage = () => {
  const query = useInfiniteQuery(botsQuery);
  const bots = query.data;
  const mayOperate = useMayOperate();
  return (
    <Page title="Bots">
      <div className="pagehead">
        <h1>Bots</h1>
        <span className="push" />
        <Link to="/bots/snippets" className="btn">
          Snippets
        </Link>
        <Link to="/bots/repositories" className="btn">
          From repositories
        </Link>
        <Link to="/bots/accounts" className="btn">
          Accounts
        </Link>
        <Link to="/bots/programs" className="btn">
          Programs
        </Link>
        <Link to="/bots/budgets" className="btn">
          Budgets
        </Link>
        <Link to="/bots/sources" className="btn">
          Sources
        </Link>
        <Link to="/deliveries" className="btn">
          <Icon name="deliveries" small />
          Deliveries
        </Link>
        <Link to="/executions" className="btn wide-only">
          <Icon name="executions" small />
          Executions
        </Link>
        {mayOperate ? <NewBot /> : null}
      </div>
      <section className="panel" aria-label="Bots">
        {bots === undefined ? (
          <Unread query={query} lines={6} loading="Loading bots" failed="Bots could not be read" />
        ) : bots.length === 0 ? (
          <NoBots />
        ) : (
          <BotTable bots={bots} query={query} mayOperate={mayOperate} />
        )}
      </section>
    </Page>
  );
};

const NewBot = () => (
  <Link to="/bots/new" className="btn">
    <Icon name="plus" small />
    New bot
  </Link>
);

const NoBots = () => (
  <Empty title="No bot yet">
    <p>
      A bot is a prompt that is saved with what it asks for, where it works and what it may do. Each start of
      it runs a coding CLI from its beginning to its end, without anybody beside it.
    </p>
  </Empty>
);

interface BotTableProps {
  bots: readonly Bot[];
  query: Parameters<typeof More>[0]["query"];
  mayOperate: boolean;
}

const BotTable = ({ bots, query, mayOperate }: BotTableProps) => {
  const rows = useRef<HTMLTableSectionElement>(null);
  return (
    <>
      <Scroller className="table-scroll" label="List of bots">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Bot</th>
              <th scope="col" className="wide-only">
                CLI
              </th>
              <th scope="col" className="wide-only">
                Access
              </th>
              <th scope="col" className="wide-only">
                Works in
              </th>
              <th scope="col" className="is-number desk-only">
                Changed
              </th>
              <th scope="col">On</th>
              <th scope="col">
                <span className="hidden-visually">Start</span>
              </th>
            </tr>
          </thead>
          <tbody ref={rows}>
            {bots.map((bot) => (
              <Row key={bot.id} bot={bot} mayOperate={mayOperate} />
            ))}
          </tbody>
        </table>
      </Scroller>
      <More query={query} rows={rows} />
    </>
  );
};

const Row = ({ bot, mayOperate }: { bot: Bot; mayOperate: boolean }) => {
  const { id, content, enabled, updatedAt } = bot;
  const now = useNow();
  const project = useProjectWord(content.projectId, "");
  const place = content.workspace === "none" ? workspaceWords.none : project;
  return (
    <tr>
      <td className="is-fill">
        <Link to="/bots/$botId" params={{ botId: id }} className="strong" data-stop>
          {content.name}
        </Link>
        <span className="narrow-only small ink3">
          {accessWords[content.access]} · {place}
        </span>
      </td>
      <td className="wide-only">
        <span className="badge badge--mono">{content.backend}</span>
      </td>
      <td className="ink2 wide-only">{accessWords[content.access]}</td>
      <td className="ink2 wide-only">{place}</td>
      <td className="is-number ink2 desk-only">{moment(updatedAt, now)}</td>
      <td>
        <BotSwitch bot={bot} mayChange={mayOperate} />
      </td>
      <td className="is-number">
        {mayOperate && enabled ? (
          <StartBot
            bot={bot}
            trigger={
              <button type="button" className="btn" aria-label={`Start ${content.name}`}>
                <Icon name="play" small />
                <span className="wide-only">Start</span>
              </button>
            }
          />
        ) : null}
      </td>
    </tr>
  );
};
