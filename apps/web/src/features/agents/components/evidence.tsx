import type { Agent } from "@signalbox/contract/agents";
import { endWord } from "@signalbox/contract/end-reasons";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, date } from "../../../lib/format.ts";
import { Popover } from "../../../ui/popover.tsx";
import { seenAgent, spoken, stateWords } from "../aspect.ts";
import { shownSince, sinceWords } from "../since.ts";
import { AgentState } from "./agent-words.tsx";

const fromTranscript = "transcript: ";

/** What Signalbox sees by itself. */
const seenHere: Readonly<Record<string, { source: string; word: string } | undefined>> = {
  ProcessGone: { source: "Process", word: "gone" },
  ProcessFound: { source: "Process", word: "found" },
  TranscriptFound: { source: "Process", word: "its transcript" },
  SessionLeft: { source: "Process", word: "went on to another session" },
  DialogFound: { source: "Terminal", word: "a dialog" },
  PromptTakenBack: { source: "Terminal", word: "its prompt in the input again" },
};

/** What told of it, and in which word of that. */
function toldBy(signal: string): { source: string; word: string } {
  if (signal.startsWith(fromTranscript)) {
    return { source: "Transcript", word: signal.slice(fromTranscript.length) };
  }
  return seenHere[signal] ?? { source: "Hook", word: signal };
}

/** Since when and why: "for 12 min, since 13:30:04. Hook PermissionRequest", with the rule on demand. */
export const EvidenceSentence = ({ agent }: { agent: Agent }) => {
  const now = useNow();
  const over = seenAgent(agent, now).aspect === "ended";
  const { source, word } = toldBy(agent.evidence.signal);
  return (
    <span className="ink3">
      {sinceWords(agent, now)}. {over ? "" : `${source} `}
      <Popover
        className="word-button link"
        trigger={over ? "How it ended" : word}
        title="Why it shows this state"
      >
        <p className="row">
          <AgentState agent={agent} />
          <span className="ink3">since {clockWithSeconds(shownSince(agent, now))}</span>
        </p>
        <dl className="evidence">
          {over ? <HowItEnded agent={agent} /> : null}
          <dt>{source}</dt>
          <dd>{word}</dd>
          <dt>Rule</dt>
          <dd>{spoken(agent.evidence.rule)}</dd>
          <dt>Seen</dt>
          <dd className="num">
            {clockWithSeconds(agent.evidence.at)}, {date(agent.evidence.at)}
          </dd>
          <dt>Last heard</dt>
          <dd className="num">{clockWithSeconds(agent.lastSeenAt)}</dd>
        </dl>
      </Popover>
    </span>
  );
};

/** Its end in full, and the state it was in, which the evidence is about. */
const HowItEnded = ({ agent: { endReason, state, stateSince } }: { agent: Agent }) => (
  <>
    <dt>Ended</dt>
    <dd>{(endReason === null ? null : endWord(endReason)) ?? "how is not known"}</dd>
    <dt>Before</dt>
    <dd>
      {stateWords[state]} since {clockWithSeconds(stateSince)}
    </dd>
  </>
);
