import { ApiError } from "@signalbox/client/errors";
import type { Bot } from "@signalbox/contract/bots";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Page } from "../../../ui/page.tsx";
import { BotForm } from "../components/bot-form.tsx";
import { FromFile } from "../components/from-file.tsx";
import { NoBotHere } from "../components/no-bot-here.tsx";
import { type BotWords, contentOf, wordsOf } from "../form.ts";
import { botQuery, useChangeBot } from "../queries.ts";

/** `/bots/:botId/edit` */
export const EditBotPage = () => {
  const { botId = "" } = useParams({ strict: false });
  const query = useQuery(botQuery(botId));
  return query.data === undefined ? <NoBotHere query={query} /> : <Editing bot={query.data} />;
};

/** `now` is the bot as it is; `seen` the one that is being written anew, until theirs is taken instead. */
const Editing = ({ bot: now }: { bot: Bot }) => {
  const [seen, setSeen] = useState(now);
  const change = useChangeBot(now.id);
  const navigate = useNavigate();
  const [given, setGiven] = useState({ content: now.content, key: 0 });
  const [sent, setSent] = useState<BotWords | null>(null);
  const save = (words: BotWords, version: number) => {
    setSent(words);
    change.mutate(
      { version, content: contentOf(words), enabled: now.enabled },
      { onSuccess: ({ id }) => void navigate({ to: "/bots/$botId", params: { botId: id } }) },
    );
  };
  const isStale = change.error instanceof ApiError && change.error.code === "bots.stale";
  const take = (content: Bot["content"]) => {
    change.reset();
    setGiven(({ key }) => ({ content, key: key + 1 }));
  };
  const takeTheirs = () => {
    setSeen(now);
    take(now.content);
  };
  return (
    <Page title={`Edit ${seen.content.name}`}>
      <div className="pagehead">
        <h1 className="break">Edit {seen.content.name}</h1>
        <span className="push" />
        <FromFile onRead={take} />
      </div>
      <BotForm
        key={given.key}
        given={wordsOf(given.content)}
        verb="Save"
        isPending={change.isPending}
        error={change.error}
        conflict={
          isStale && sent !== null ? (
            <Stale
              version={now.version}
              onTakeTheirs={takeTheirs}
              onKeepMine={() => save(sent, now.version)}
            />
          ) : undefined
        }
        back={
          <Link to="/bots/$botId" params={{ botId: now.id }} className="btn">
            Cancel
          </Link>
        }
        onSubmit={(words) => save(words, seen.version)}
      />
    </Page>
  );
};

interface StaleProps {
  version: number;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

const Stale = ({ version, onTakeTheirs, onKeepMine }: StaleProps) => (
  <div role="alert" className="notice notice--wait row--wrap">
    <span className="grow">
      Somebody changed this bot meanwhile: it is at version {version}. Nothing of yours is saved yet.
    </span>
    <button type="button" className="btn" onClick={onTakeTheirs}>
      Take theirs
    </button>
    <button type="button" className="btn" onClick={onKeepMine}>
      Save mine over it
    </button>
  </div>
);
