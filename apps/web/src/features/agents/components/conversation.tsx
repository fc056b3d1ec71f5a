import type { Agent, Turn } from "@signalbox/contract/agents";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { count } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { type ConversationParts, layTracks } from "../conversation.ts";
import { commandsQuery, questionsQuery, turnsQuery } from "../history-queries.ts";
import { childrenQuery } from "../queries.ts";
import { rowsOf } from "../talk-rows.ts";
import { useSeen } from "../use-seen.ts";
import { FindBar } from "./find-bar.tsx";
import { TalkRows } from "./talk-rows.tsx";
import { useOlder } from "./use-older.ts";
import { useSought } from "./use-sought.ts";
import { useTalk } from "./use-talk.ts";

interface ConversationProps {
  agent: Agent;
  /** A turn to go to. */
  turn?: string | undefined;
}

/** What an agent was asked and did: commands as sections, turns on their tracks. */
export const Conversation = ({ agent, turn }: ConversationProps) => {
  const turns = useQuery(turnsQuery(agent.id));
  const commands = useQuery(commandsQuery(agent.id));
  const questions = useQuery(questionsQuery(agent.id));
  const children = useQuery(childrenQuery(agent.id));

  if (!turns.data || !commands.data || !questions.data) {
    const unread = [turns, commands, questions].filter(({ data }) => data === undefined);
    const query = unread.find(({ isError }) => isError) ?? turns;
    return (
      <Unread
        query={query}
        lines={8}
        loading="Loading the conversation"
        failed="The conversation could not be read"
      />
    );
  }
  const parts = {
    turns: turns.data.items,
    commands: commands.data.items,
    questions: questions.data.items,
    children: children.data ?? [],
    hasOlder: [turns, commands, questions].some(({ data }) => data?.olderCursor != null),
  };
  return <Talk agent={agent} parts={parts} turn={turn} />;
};

interface TalkProps extends ConversationProps {
  parts: ConversationParts;
}

/** Follows the newest while it is in sight, and stays where one reads otherwise. */
const Talk = ({ agent, parts, turn }: TalkProps) => {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const seenTo = useSeen(agent.id, later(agent.lastSeenAt, parts.turns.at(-1)?.at ?? ""));
  const conversation = useMemo(() => layTracks(parts), [parts]);
  const rows = useMemo(() => rowsOf(conversation, { folded, seenTo }), [conversation, folded, seenTo]);
  const talk = useTalk(rows, parts.hasOlder);
  const older = useOlder(agent.id, { talk, hasOlder: parts.hasOlder });
  const { sought, seek, isSeeking } = useSought({ rows, talk, older, first: turn });
  const fold = (key: string) =>
    setFolded((before) =>
      before.has(key) ? new Set([...before].filter((one) => one !== key)) : new Set([...before, key]),
    );
  return (
    <section className="talk" aria-label="Conversation">
      <FindBar agentId={agent.id} onSeek={seek} isSeeking={isSeeking} />
      <div
        className="talk__scroll"
        ref={talk.scroller}
        onScroll={talk.onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Turns"
      >
        <div className="talk__content">
          {conversation.sections.length === 0 ? <NothingYet /> : null}
          <TalkRows rows={rows} virtual={talk.virtual} older={older} sought={sought} onFold={fold} />
        </div>
      </div>
      {talk.following ? null : (
        <button type="button" className="btn talk__end" onClick={talk.toEnd}>
          <Icon name="down_to_end" small />
          To the newest
        </button>
      )}
      <QueuedPrompts turns={conversation.queued} />
    </section>
  );
};

const later = (one: string, other: string): string => (one > other ? one : other);

/** Prompts typed ahead, in the order in which they will be taken. */
const QueuedPrompts = ({ turns }: { turns: readonly Turn[] }) =>
  turns.length === 0 ? null : (
    <ul className="talk__queue" aria-label={`${count(turns.length, "prompt")} queued`}>
      {turns.map((turn, index) => (
        <li key={turn.id} className="queued">
          <Icon name="queue" small />
          <span className="ink3 num nowrap">Queued {index + 1}</span>
          <span className="cut">{turn.text}</span>
        </li>
      ))}
    </ul>
  );

const NothingYet = () => (
  <Empty title="No command yet">
    <p>What it is asked and does appears here as it happens.</p>
  </Empty>
);
