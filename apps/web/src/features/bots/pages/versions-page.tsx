import type { Bot } from "@signalbox/contract/bots";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Page } from "../../../ui/page.tsx";
import { NoBotHere } from "../components/no-bot-here.tsx";
import { VersionChange } from "../components/version-change.tsx";
import { VersionList } from "../components/version-list.tsx";
import { botQuery } from "../queries.ts";
import { comparedVersions, readVersionsSearch } from "../versions-search.ts";
import "./bot.css";

/** `/bots/:botId/versions`: what a bot was, and what changed between any two of its versions. */
export const BotVersionsPage = () => {
  const { botId = "" } = useParams({ strict: false });
  const query = useQuery(botQuery(botId));
  return query.data === undefined ? <NoBotHere query={query} /> : <Versions bot={query.data} />;
};

const Versions = ({ bot }: { bot: Bot }) => {
  const search = readVersionsSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const compared = comparedVersions(search, bot.version);
  return (
    <Page title={`Versions of ${bot.content.name}`}>
      <div className="pagehead">
        <h1 className="break">Versions of {bot.content.name}</h1>
        <span className="push" />
        <Link to="/bots/$botId" params={{ botId: bot.id }} className="btn">
          See the bot
        </Link>
      </div>
      <div className="bot">
        <VersionChange bot={bot} {...compared} />
        <VersionList
          bot={bot}
          {...compared}
          onCompare={(next) =>
            void navigate({
              to: "/bots/$botId/versions",
              params: { botId: bot.id },
              search: next,
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
    </Page>
  );
};
