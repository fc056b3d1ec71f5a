import type { Agent } from "@signalbox/contract/agents";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { count } from "../../../lib/format.ts";
import { Empty, Failure, Skeleton } from "../../../ui/forms.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { layTracks } from "../conversation.ts";
import { childrenQuery, commandsQuery, loadOlderTurns, questionsQuery, turnsQuery } from "../queries.ts";
import { CommandSection } from "./command-section.tsx";
import { useFollowing } from "./use-following.ts";

/** What an agent was asked and did: commands as sections, turns on their tracks. */
export const Conversation = ({ agent }: { agent: Agent }) => {
  const turns = useQuery(turnsQuery(agent.id));
  const commands = useQuery(commandsQuery(agent.id));
  const questions = useQuery(questionsQuery(agent.id));
  const children = useQuery(childrenQuery(agent.id));
  const { scroller, following, onScroll, toEnd } = useFollowing(turns.data?.turns[0]?.id);

  const failed = [turns, commands, questions].find((query) => query.isError && query.data === undefined);
  if (failed !== undefined) {
    return (
      <Failure
        title="The conversation could not be read"
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  if (!turns.data || !commands.data || !questions.data)
    return <Skeleton lines={8} label="Loading the conversation" />;

  const { sections, queued } = layTracks({
    turns: turns.data.turns,
    commands: commands.data,
    questions: questions.data,
    children: children.data ?? [],
    hasOlder: turns.data.olderCursor !== null,
  });
  return (
    <section className="talk" aria-label="Conversation">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div
        className="talk__scroll"
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Turns"
      >
        <div className="talk__content">
          {turns.data.olderCursor === null ? null : <OlderTurns agentId={agent.id} />}
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
      {queued.length === 0 ? null : (
        <ul className="talk__queue" aria-label={`${count(queued.length, "prompt")} queued`}>
          {queued.map((turn, index) => (
            <li key={turn.id} className="queued">
              <Icon name="queue" small />
              <span className="ink3 num">Queued {index + 1}</span>
              <span className="cut">{turn.text}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const NothingYet = () => (
  <Empty title="No command yet">
    <p>What it is asked and does appears here as it happens.</p>
  </Empty>
);

const OlderTurns = ({ agentId }: { agentId: string }) => {
  const cache = useQueryClient();
  const older = useMutation({ mutationFn: () => loadOlderTurns(cache, agentId) });
  return (
    <p className="talk__older">
      <button
        type="button"
        className="btn btn--quiet"
        disabled={older.isPending}
        onClick={() => older.mutate()}
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
