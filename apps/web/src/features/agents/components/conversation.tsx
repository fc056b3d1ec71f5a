import type { ChildAgent } from "@signalbox/contract/agent-children";
import type { Agent, Turn } from "@signalbox/contract/agents";
import { withoutPersona } from "@signalbox/contract/persona-block";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { count } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { childrenQuery } from "../children-queries.ts";
import { type ConversationParts, layTracks } from "../conversation.ts";
import { commandsQuery, questionsQuery, turnsQuery } from "../history-queries.ts";
import { rowsOf } from "../talk-rows.ts";
import { latestTodos } from "../tool-call.ts";
import { useSeen } from "../use-seen.ts";
import { titleOf } from "./agent-words.tsx";
import type { OpenChildren } from "./child-row.tsx";
import { FindBar } from "./find-bar.tsx";
import { TalkRows } from "./talk-rows.tsx";
import { TodoStrip } from "./todos.tsx";
import { useOlder } from "./use-older.ts";
import { useSought } from "./use-sought.ts";
import { useTalk } from "./use-talk.ts";

interface ConversationProps {
  agent: Agent;
  /** A turn to go to. */
  turn?: string | undefined;
  /** The bar that finds words, where there is one: a child's within its parent has none. */
  find?: { open: boolean; onClose: () => void } | undefined;
}

/** What an agent was asked and did: commands as sections, turns on their tracks. */
export const Conversation = (shown: ConversationProps) => {
  const { agent } = shown;
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
  return <Talk {...shown} parts={parts} />;
};

interface TalkProps extends ConversationProps {
  parts: ConversationParts;
}

/** Follows the newest while it is in sight, and stays where one reads otherwise. */
const Talk = ({ agent, parts, turn, find }: TalkProps) => {
  const [folded, fold] = useToggled();
  const nested = useNested();
  const todos = useMemo(() => latestTodos(parts.turns), [parts.turns]);
  const seenTo = useSeen(agent.id, later(agent.lastSeenAt, parts.turns.at(-1)?.at ?? ""));
  const conversation = useMemo(() => layTracks(parts), [parts]);
  const rows = useMemo(() => rowsOf(conversation, { folded, seenTo }), [conversation, folded, seenTo]);
  const talk = useTalk(rows, parts.hasOlder);
  const older = useOlder(agent.id, { talk, hasOlder: parts.hasOlder });
  const { sought, seek, isSeeking } = useSought({ rows, talk, older, first: turn });
  return (
    <section className="talk" aria-label={nameOf(agent, "Conversation")}>
      {find?.open ? (
        <FindBar agentId={agent.id} onSeek={seek} isSeeking={isSeeking} onClose={find.onClose} />
      ) : null}
      {todos === null ? null : <TodoStrip items={todos} />}
      <div
        className="talk__scroll"
        ref={talk.scroller}
        onScroll={talk.onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={nameOf(agent, "Turns")}
      >
        <div className="talk__content">
          {conversation.sections.length === 0 ? <NothingYet /> : null}
          <TalkRows
            rows={rows}
            virtual={talk.virtual}
            older={older}
            sought={sought}
            onFold={fold}
            nested={nested}
          />
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

/** What is toggled stays so while its row is not drawn. */
const useToggled = () => {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setToggled((before) =>
      before.has(key) ? new Set([...before].filter((one) => one !== key)) : new Set([...before, key]),
    );
  return [toggled, toggle] as const;
};

/** A child's conversation within this one, and its children's within that. */
const useNested = (): OpenChildren => {
  const [open, toggle] = useToggled();
  return {
    isOpen: (agentId) => open.has(agentId),
    toggle,
    draw: (child: ChildAgent) => <Conversation agent={child} />,
  };
};

/** Several conversations may stand on one page. */
const nameOf = (agent: Agent, what: string): string =>
  agent.parentId === null ? what : `${what} of ${titleOf(agent)}`;

const later = (one: string, other: string): string => (one > other ? one : other);

/** Prompts typed ahead, in the order in which they will be taken. */
const QueuedPrompts = ({ turns }: { turns: readonly Turn[] }) =>
  turns.length === 0 ? null : (
    <ul className="talk__queue" aria-label={`${count(turns.length, "prompt")} queued`}>
      {turns.map((turn, index) => (
        <li key={turn.id} className="queued">
          <Icon name="queue" small />
          <span className="ink3 num nowrap">Queued {index + 1}</span>
          <span className="cut">{withoutPersona(turn.text)}</span>
        </li>
      ))}
    </ul>
  );

const NothingYet = () => (
  <Empty title="No command yet">
    <p>What it is asked and does appears here as it happens.</p>
  </Empty>
);
