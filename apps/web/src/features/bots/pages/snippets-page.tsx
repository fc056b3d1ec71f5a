import type { Snippet } from "@signalbox/contract/bot-snippets";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { More } from "../../../ui/more.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { WriteSnippet } from "../components/write-snippet.tsx";
import { snippetsQuery, useRemoveSnippet } from "../snippet-queries.ts";
import { useMayOperate } from "../use-may-operate.ts";
import "./repositories.css";

/** `/bots/snippets`: pieces that templates of bots render. */
export const SnippetsPage = () => {
  const query = useInfiniteQuery(snippetsQuery);
  const mayOperate = useMayOperate();
  const rows = useRef<HTMLUListElement>(null);
  const snippets = query.data;
  return (
    <Page title="Snippets">
      <div className="pagehead">
        <h1>Snippets</h1>
        <span className="push" />
        {mayOperate ? (
          <WriteSnippet
            snippet={null}
            trigger={
              <button type="button" className="btn">
                <Icon name="plus" small />
                New snippet
              </button>
            }
          />
        ) : null}
      </div>
      <section className="panel" aria-label="Snippets">
        {snippets === undefined ? (
          <Unread query={query} loading="Loading snippets" failed="Snippets could not be read" />
        ) : snippets.length === 0 ? (
          <Empty title="No snippet yet">
            <p>A snippet is a piece of a prompt that several bots share, by its name.</p>
          </Empty>
        ) : (
          <>
            <ul ref={rows} className="list" aria-label="Snippets">
              {snippets.map((snippet) => (
                <Row key={snippet.name} snippet={snippet} mayChange={mayOperate} />
              ))}
            </ul>
            <More query={query} rows={rows} />
          </>
        )}
      </section>
    </Page>
  );
};

const Row = ({ snippet, mayChange }: { snippet: Snippet; mayChange: boolean }) => {
  const { name, version, asks, by, updatedAt, usedBy, text } = snippet;
  const now = useNow();
  return (
    <li className="bot-file" aria-label={name}>
      <p className="strong break">{name}</p>
      <p className="facts">
        <span className="num break">
          version {version}, {by}, {moment(updatedAt, now)}
        </span>
        <span className="break">{asks.length === 0 ? "needs nothing" : `needs ${asks.join(", ")}`}</span>
      </p>
      <p className="small break">
        {usedBy.length === 0 ? "No bot renders it" : "Rendered by "}
        {usedBy.map((bot, at) => (
          <span key={bot.id}>
            {at === 0 ? "" : ", "}
            <Link to="/bots/$botId" params={{ botId: bot.id }} className="link">
              {bot.name}
            </Link>
          </span>
        ))}
      </p>
      <details>
        <summary className="small">Its text</summary>
        <p className="small mono snippet__text">{text}</p>
      </details>
      {mayChange ? <Acts snippet={snippet} /> : null}
    </li>
  );
};

const Acts = ({ snippet }: { snippet: Snippet }) => {
  const remove = useRemoveSnippet(snippet.name);
  return (
    <>
      <div className="bot-file__acts">
        <WriteSnippet
          snippet={snippet}
          trigger={
            <button type="button" className="btn" aria-label={`Change ${snippet.name}`}>
              Change
            </button>
          }
        />
        <Confirm
          trigger={
            <button
              type="button"
              className="btn"
              aria-label={`Remove ${snippet.name}`}
              disabled={remove.isPending}
            >
              Remove
            </button>
          }
          title={`Remove ${snippet.name}?`}
          verb="Remove it"
          back="Keep it"
          onConfirm={() => remove.mutate(snippet.version)}
        >
          <p>It is gone then, with its text. One that a bot renders stays.</p>
        </Confirm>
      </div>
      <Refusal error={remove.error} />
    </>
  );
};
