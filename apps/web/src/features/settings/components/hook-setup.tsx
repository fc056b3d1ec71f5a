import "./hook-setup.css";
import type { HookChange, HookStatus } from "@signalbox/contract/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { shortPath } from "../../../lib/format.ts";
import { Diff, DiffSize } from "../../../ui/diff.tsx";
import { foldUnchanged } from "../../../ui/diff-lines.ts";
import { Failure, Skeleton } from "../../../ui/forms.tsx";
import { type HookAction, hookPreviewQuery, useEditHooks } from "../queries.ts";

interface HookSetupProps {
  status: HookStatus;
  action: HookAction;
  onDone: () => void;
  onCancel?: () => void;
}

const verbs: Record<HookAction, { ask: string; doing: string }> = {
  install: { ask: "Install for", doing: "Installing…" },
  remove: { ask: "Remove from", doing: "Removing…" },
};

/** Each line that would change, and the consent to change it. */
export const HookSetup = ({ status, action, onDone, onCancel }: HookSetupProps) => {
  const preview = useQuery(hookPreviewQuery(status.backend, action));
  const edit = useEditHooks(status.backend);
  if (preview.data === undefined) {
    return preview.error === null ? (
      <Skeleton lines={6} label="Reading the settings file" />
    ) : (
      <Failure
        title="The settings file can’t be edited"
        error={preview.error}
        onRetry={() => void preview.refetch()}
      />
    );
  }
  const verb = verbs[action];
  return (
    <div>
      <Change change={preview.data} />
      {edit.error === null ? null : (
        <p role="alert" className="notice notice--stop hook__notice">
          {edit.error.message}
        </p>
      )}
      <div className="row row--wrap hook__acts">
        <button
          type="button"
          className="btn btn--main btn--large"
          disabled={edit.isPending || !preview.data.changed}
          onClick={() => edit.mutate(action, { onSuccess: onDone })}
        >
          {edit.isPending ? verb.doing : `${verb.ask} ${status.name}`}
        </button>
        {onCancel === undefined ? null : (
          <button type="button" className="btn btn--large" onClick={onCancel}>
            Cancel
          </button>
        )}
        <span className="small ink3 push">
          {preview.data.changed
            ? "Sessions that already run are heard after their next start."
            : "Nothing would change."}
        </span>
      </div>
    </div>
  );
};

const Change = ({ change }: { change: HookChange }) => {
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
        {change.backupPath === null ? (
          "No file was there to be kept. "
        ) : (
          <>
            A copy of the file is kept as <span className="mono break">{shortPath(change.backupPath)}</span>.{" "}
          </>
        )}
        The key lives in a file only you can read, never in settings.
      </p>
    </div>
  );
};
