import type { HookStatus } from "@signalbox/contract/hooks";
import { count } from "../../../lib/format.ts";
import { Lamp } from "../../../ui/lamp.tsx";

interface CliCardProps {
  status: HookStatus;
  selected: boolean;
  onSelect: () => void;
}

/** A CLI as it was found, and what listening to it means. */
export const CliCard = ({ status, selected, onSelect }: CliCardProps) => (
  <>
    <button type="button" className="cli" aria-pressed={selected} onClick={onSelect}>
      <Lamp
        aspect={status.state === "installed" ? "complete" : status.state === "unreadable" ? "failed" : "idle"}
        large
      />
      <span className="grow">
        <span className="row">
          <b className="strong">{status.name}</b>
          {status.cli === null ? (
            <span className="badge push">not found</span>
          ) : (
            <span className="ink3 small num">{status.cli.version}</span>
          )}
        </span>
        <span className="small ink3">
          {count(status.wanted.length, "entry", "entries")}
          {status.foreignEntries === 0 ? "" : `, ${status.foreignEntries} of yours stay as they are`}
        </span>
      </span>
    </button>
    <dl className="kv clis__facts">
      <dt>Sends</dt>
      <dd>Prompts, tool names and inputs, questions. Secrets are blanked first.</dd>
      <dt>Costs</dt>
      <dd>A few milliseconds an event. Silent and harmless when Signalbox is down.</dd>
      <dt>Leaves</dt>
      <dd>
        One click in Settings, or <span className="mono">signalbox hooks remove</span>
      </dd>
    </dl>
  </>
);
