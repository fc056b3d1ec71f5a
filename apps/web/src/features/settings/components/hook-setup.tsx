import "./hook-setup.css";
import type { HookChange, HookStatus } from "@signalbox/contract/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { shortPath } from "../../../lib/format.ts";
import { useKeys } from "../../../lib/keys.ts";
import { Diff, DiffSize } from "../../../ui/diff.tsx";
import { foldUnchanged } from "../../../ui/diff-lines.ts";
import { Unread } from "../../../ui/reading.tsx";
import { useHeir } from "../../../ui/use-heir.ts";
import { type HookAction, hookPreviewQuery, useEditHooks } from "../queries.ts";

interface HookSetupProps {
  status: HookStatus;
  action: HookAction;
  onDone: () => void;
  onCancel?: () => void;
}

interface ActionWords {
  ask: string;
  doing: string;
  style: string;
  /** What becomes of sessions that are under way, by whether they notice. */
  sessions: Record<HookStatus["noticed"], string>;
  /** What the preview says where the file is right already. */
  settled: string;
}

const actionWords: Record<HookAction, ActionWords> = {
  install: {
    ask: "Install for",
    doing: "Installing…",
    style: "btn--main",
    sessions: {
      at_once: "Sessions that already run report from their next prompt on.",
      at_start: "Sessions report that start from then on.",
    },
    settled: "Everything is installed already.",
  },
  remove: {
    ask: "Remove from",
    doing: "Removing…",
    style: "btn--stop",
    sessions: {
      at_once: "Sessions that still run fall silent, and stay on the board as they are.",
      at_start: "Sessions that still run report to their end.",
    },
    settled: "Nothing of Signalbox is in this file.",
  },
};

/** Each line that would change, and the consent to change it. */
export const HookSetup = (props: HookSetupProps) => {
  const { status, action, onCancel } = props;
  const preview = useQuery(hookPreviewQuery(status.backend, action));
  useKeys(onCancel === undefined ? {} : { Escape: onCancel });
  if (preview.data === undefined) {
    return (
      <Unread
        query={preview}
        lines={6}
        loading="Reading the settings file"
        failed="The settings file can’t be edited"
      />
    );
  }
  return <Consent {...props} change={preview.data} />;
};

const Consent = ({ status, action, change, onDone, onCancel }: HookSetupProps & { change: HookChange }) => {
  const edit = useEditHooks(status.backend);
  const own = useHeir<HTMLDivElement>();
  const words = actionWords[action];
  // Said, not enforced: a button that is disabled would lose the focus before it goes.
  const resting = edit.isPending || !change.changed;
  return (
    <div ref={own}>
      <Change change={change} action={action} />
      {edit.error === null ? null : (
        <p role="alert" className="notice notice--stop hook__notice">
          {edit.error.message}
        </p>
      )}
      <div className="row row--wrap hook__acts">
        <button
          type="button"
          className={`btn btn--large ${words.style}`}
          aria-disabled={resting}
          onClick={resting ? undefined : () => edit.mutate(action, { onSuccess: onDone })}
        >
          {edit.isPending ? words.doing : `${words.ask} ${status.name}`}
        </button>
        {onCancel === undefined ? null : (
          <button type="button" className="btn btn--large" onClick={onCancel}>
            Cancel
          </button>
        )}
        <span className="small ink3 hook__note">
          {change.changed ? words.sessions[status.noticed] : words.settled}
        </span>
      </div>
    </div>
  );
};

const Change = ({ change, action }: { change: HookChange; action: HookAction }) => {
  const [whole, setWhole] = useState(false);
  const folded = foldUnchanged(change.lines);
  return (
    <div className="panel">
      <div className="panel__head">
        <span className="mono cut" title={change.settingsPath}>
          {shortPath(change.settingsPath)}
        </span>
        <span className="push" />
        <DiffSize lines={change.lines} />
        {folded.length === change.lines.length ? null : (
          <button
            type="button"
            className="btn btn--quiet"
            aria-pressed={whole}
            onClick={() => setWhole(!whole)}
          >
            {whole ? "Only the changes" : `Show all ${change.lines.length} lines`}
          </button>
        )}
      </div>
      <Diff lines={whole ? change.lines : folded} label={`Change to ${change.settingsPath}`} />
      <p className="small ink3 hook__words">
        {change.backupPath === null ? null : (
          <>
            The file as it is now is kept as{" "}
            <span className="mono break">{shortPath(change.backupPath)}</span>.{" "}
          </>
        )}
        {action === "install"
          ? "The key that hooks report with is in a file of its own, which only you can read."
          : "Only these lines go; every other setting stays as it is."}
      </p>
    </div>
  );
};
