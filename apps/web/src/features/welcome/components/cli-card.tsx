import type { HookStatus } from "@signalbox/contract/hooks";
import { commandLine } from "../../../lib/command-line.ts";
import { count } from "../../../lib/format.ts";
import { Lamp } from "../../../ui/lamp.tsx";
import { isAbsent } from "../../settings/index.ts";

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
          {isAbsent(status) ? (
            <span className="badge push">not found</span>
          ) : (
            <span className="ink3 small num">{status.cli?.version}</span>
          )}
        </span>
        <span className="small ink3">
          {count(status.wanted.length, "hook")}
          {status.foreignEntries === 0 ? "" : `, and ${status.foreignEntries} of yours stay as they are`}
        </span>
      </span>
    </button>
    {selected ? <Facts status={status} /> : null}
  </>
);

const Facts = ({ status }: { status: HookStatus }) => (
  <dl className="kv clis__facts">
    {isAbsent(status) ? (
      <>
        <dt>Found</dt>
        <dd>
          Not on the path that Signalbox was started with. Once installed, the hooks report all the same.
        </dd>
      </>
    ) : null}
    <dt>Sends</dt>
    <dd>
      Prompts, tool calls and their results, questions. Secrets that can be recognised are blanked before
      anything is stored.
    </dd>
    <dt>Costs</dt>
    <dd>Some milliseconds for each step. Nothing waits or fails when Signalbox is down.</dd>
    <dt>Undo</dt>
    <dd>
      “Remove…” in Settings, or <span className="mono">{commandLine(`hooks remove ${status.backend}`)}</span>
    </dd>
  </dl>
);
