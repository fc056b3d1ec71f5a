import type { AgentSignal } from "@signalbox/contract/agent-records";
import type { Agent } from "@signalbox/contract/agents";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { clockWithSeconds, date } from "../../../lib/format.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { LongCode } from "../../../ui/long-code.tsx";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { signalsQuery } from "../records-queries.ts";

/** What was observed of the agent, as it is stored. */
export const RawSignals = ({ agent }: { agent: Agent }) => {
  const query = useInfiniteQuery(signalsQuery(agent.id));
  const rows = useRef<HTMLDivElement>(null);
  if (query.data === undefined)
    return <Unread query={query} lines={8} loading="Loading signals" failed="Signals could not be read" />;
  if (query.data.length === 0)
    return (
      <Empty title="No signal is kept">
        <p>Signals are kept for some time only; what they did to the agent stays.</p>
      </Empty>
    );
  return (
    <>
      <div className="fold-list" ref={rows}>
        {query.data.map((signal) => (
          <SignalRow key={signal.id} signal={signal} />
        ))}
      </div>
      <More query={query} rows={rows} word="Older signals" />
    </>
  );
};

const SignalRow = ({ signal }: { signal: AgentSignal }) => {
  const [open, setOpen] = useState(false);
  return (
    <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="right" small className="fold__turn" />
        <span className="strong">{signal.event}</span>
        {signal.source === "hook" ? null : <span className="ink3">{signal.source}</span>}
        {signal.error === null ? null : <span className="stop cut">{signal.error}</span>}
        <span className="push ink3 num">
          <span className="wide-only">{date(signal.receivedAt)}, </span>
          {clockWithSeconds(signal.receivedAt)}
        </span>
      </summary>
      {/* A payload may be long: it is written out when it is looked at. */}
      {open ? <Payload signal={signal} /> : null}
    </details>
  );
};

const Payload = ({ signal }: { signal: AgentSignal }) => {
  const text = JSON.stringify(signal.payload, null, 2);
  return (
    <div className="fold__inside stack">
      <p className="row small ink3">
        <span className="mono cut">{signal.id}</span>
        <span className="push">
          <CopyButton text={text} label="Copy" />
        </span>
      </p>
      <LongCode text={text} />
    </div>
  );
};
