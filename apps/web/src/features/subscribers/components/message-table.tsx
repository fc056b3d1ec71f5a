import type { Message, MessageState } from "@signalbox/contract/subscribers";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment } from "../../../lib/format.ts";
import { Refusal } from "../../../ui/field.tsx";
import { StateWord } from "../../../ui/lamp.tsx";
import { LongCode } from "../../../ui/long-code.tsx";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { messageQuery, messagesQuery, useReplay } from "../queries.ts";
import { messageAspects } from "../words.ts";

interface MessageTableProps {
  subscriberId: string;
  state: MessageState | undefined;
  empty: ReactNode;
}

/** What was sent or is to be, the newest first, page by page. */
export const MessageTable = ({ subscriberId, state, empty }: MessageTableProps) => {
  const query = useInfiniteQuery(messagesQuery(subscriberId, state));
  const rows = useRef<HTMLUListElement>(null);
  const messages = query.data;
  if (messages === undefined)
    return <Unread query={query} loading="Loading messages" failed="Messages could not be read" />;
  if (messages.length === 0) return empty;
  return (
    <>
      <ul className="list" aria-label="Messages" ref={rows}>
        {messages.map((message) => (
          <Row key={message.id} subscriberId={subscriberId} message={message} />
        ))}
      </ul>
      <More query={query} rows={rows} />
    </>
  );
};

const Row = ({ subscriberId, message }: { subscriberId: string; message: Message }) => {
  const { id, type, state, attempts, reason, nextAt, createdAt } = message;
  const now = useNow();
  const replay = useReplay(subscriberId);
  const [open, setOpen] = useState(false);
  return (
    <li className="subscriber" aria-label={`${type}, ${messageAspects[state].word}`}>
      <div className="subscriber__head">
        <div className="grow">
          <p className="mono break">{type}</p>
          <p className="facts small num">
            <StateWord {...messageAspects[state]} />
            <span>{moment(createdAt, now)}</span>
            {attempts > 1 ? <span>{count(attempts, "try", "tries")}</span> : null}
            {nextAt === null || attempts === 0 ? null : <span>next {moment(nextAt, now)}</span>}
            {reason === null ? null : <span className="break">{reason}</span>}
          </p>
        </div>
        {state === "waiting" ? null : (
          <button
            type="button"
            className="btn"
            aria-label={`Send again: ${type}`}
            disabled={replay.isPending}
            onClick={() => replay.mutate(id)}
          >
            Send again
          </button>
        )}
      </div>
      <Refusal error={replay.error} />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="small">What it says</summary>
        {open ? <Said subscriberId={subscriberId} message={message} /> : null}
      </details>
    </li>
  );
};

const Said = ({ subscriberId, message }: { subscriberId: string; message: Message }) => {
  const query = useQuery(messageQuery(subscriberId, message.id));
  if (query.data === undefined)
    return <Unread query={query} lines={2} loading="Loading the message" failed="It could not be read" />;
  return (
    <div className="stack">
      <p className="small ink3 mono break">webhook-id: {message.webhookId}</p>
      <LongCode text={JSON.stringify(JSON.parse(query.data.body), null, 2)} />
    </div>
  );
};
