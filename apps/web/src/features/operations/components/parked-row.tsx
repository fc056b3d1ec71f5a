import type { ParkedSignal } from "@signalbox/contract/signals";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Code } from "../../../ui/scroller.tsx";
import { useApplySignal, useDiscardSignal } from "../hooks/queries.ts";

/** One signal that waits for a person: why, what it carried, and what to do with it. */
export const ParkedRow = ({ signal }: { signal: ParkedSignal }) => {
  const now = useNow();
  const [shown, setShown] = useState(false);
  const apply = useApplySignal();
  const discard = useDiscardSignal();
  const busy = apply.isPending || discard.isPending;
  const fault = apply.error ?? discard.error;
  return (
    <li className="parked">
      <p className="row row--wrap">
        <span className="strong">{signal.event}</span>
        <span className="badge badge--mono">{signal.backend}</span>
        <span className="push small ink3 num">{moment(signal.receivedAt, now)}</span>
      </p>
      <p className="small stop break">{signal.error}</p>
      {fault === null ? null : (
        <p className="small wait" role="alert">
          {fault.message}
        </p>
      )}
      {shown ? <Code>{JSON.stringify(signal.payload, null, 2)}</Code> : null}
      <p className="row row--wrap">
        <button
          type="button"
          className="btn"
          aria-expanded={shown}
          onClick={() => setShown(!shown)}
          data-stop
        >
          Payload
        </button>
        <Link to="/operations/events" search={{ correlationId: signal.correlationId }} className="btn">
          Its chain
        </Link>
        <span className="push" />
        <button type="button" className="btn" disabled={busy} onClick={() => apply.mutate(signal.id)}>
          <Icon name="refresh" small />
          Apply again
        </button>
        <Confirm
          trigger={
            <button type="button" className="btn btn--stop" disabled={busy}>
              Discard…
            </button>
          }
          title={`Discard this ${signal.event}?`}
          verb="Discard the signal"
          back="Keep it"
          onConfirm={() => discard.mutate(signal.id)}
        >
          <p>What it told is lost. A discarded signal can’t be brought back.</p>
        </Confirm>
      </p>
    </li>
  );
};
