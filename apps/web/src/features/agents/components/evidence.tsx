import type { Agent } from "@signalbox/contract/agents";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, date, roughly } from "../../../lib/format.ts";
import { Popover } from "../../../ui/popover.tsx";
import { spoken } from "../aspect.ts";
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
  const { source, word } = toldBy(agent.evidence.signal);
  return (
    <span className="ink3">
      for {roughly(now - Date.parse(agent.stateSince))}, since {clockWithSeconds(agent.stateSince)}. {source}{" "}
      <Popover className="word-button link" trigger={word} title="Why it shows this state">
        <p className="row">
          <AgentState agent={agent} />
          <span className="ink3">since {clockWithSeconds(agent.stateSince)}</span>
        </p>
        <dl className="evidence">
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
