import type { Agent, Turn } from "@signalbox/contract/agents";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { count } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { useHeir } from "../../../ui/use-heir.ts";
import { type ConversationParts, layTracks } from "../conversation.ts";
import { commandsQuery, loadOlder, questionsQuery, turnsQuery } from "../history-queries.ts";
import { childrenQuery } from "../queries.ts";
import { CommandSection } from "./command-section.tsx";
import { useFollowing } from "./use-following.ts";

/** What an agent was asked and did: commands as sections, turns on their tracks. */
export const Conversation = ({ agent }: { agent: Agent }) => {
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
  return <Talk agentId={agent.id} parts={parts} />;
};

/** Follows the newest while it is in sight, and stays where one reads otherwise. */
const Talk = ({ agentId, parts }: { agentId: string; parts: ConversationParts }) => {
  const { sections, queued } = layTracks(parts);
  const { scroller, following, onScroll, toEnd } = useFollowing(parts.turns[0]?.id);
  return (
    <section className="talk" aria-label="Conversation">
      <div
        className="talk__scroll"
        ref={scroller}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Turns"
      >
        <div className="talk__content">
          {parts.hasOlder ? <OlderTurns agentId={agentId} /> : null}
          {sections.length === 0 ? <NothingYet /> : null}
          {sections.map((section) => (
            <CommandSection key={section.command?.id ?? "outside"} section={section} />
          ))}
        </div>
      </div>
      {following ? null : (
        <button type="button" className="btn talk__end" onClick={toEnd}>
          <Icon name="down_to_end" small />
          To the newest
        </button>
      )}
      <QueuedPrompts turns={queued} />
    </section>
  );
};

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

const OlderTurns = ({ agentId }: { agentId: string }) => {
  const cache = useQueryClient();
  const older = useMutation({ mutationFn: () => loadOlder(cache, agentId) });
  // It goes with the oldest turn.
  const button = useHeir<HTMLButtonElement>();
  return (
    <p className="talk__older">
      <button
        type="button"
        className="btn btn--quiet"
        ref={button}
        aria-disabled={older.isPending}
        onClick={older.isPending ? undefined : () => older.mutate()}
      >
        {older.isPending
          ? "Loading older turns…"
          : older.isError
            ? "Could not be read. Try again"
            : "Show older turns"}
      </button>
    </p>
  );
};
