import type { HookStatus } from "@signalbox/contract/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment, roughly, shortPath, took } from "../../../lib/format.ts";
import { StateWord } from "../../../ui/lamp.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { cliWord } from "../hook-words.ts";
import { type HookAction, hooksQuery, useTestHooks } from "../queries.ts";
import { HookSetup } from "./hook-setup.tsx";

/** How each CLI and Signalbox stand, and what can be done about it. */
export const HooksPanel = () => {
  const query = useQuery(hooksQuery);
  const hooks = query.data;
  return (
    <section className="panel" aria-labelledby="hooks">
      <div className="panel__head">
        <h2 id="hooks">Hooks</h2>
        <span className="small ink3 cut wide-only">Commands that your CLI runs to report what it does</span>
        <Link to="/welcome" className="push small link">
          Setup guide
        </Link>
      </div>
      {hooks === undefined ? (
        <Unread query={query} lines={3} loading="Loading hooks" failed="Hooks could not be read" />
      ) : (
        <div className="list">
          {hooks.length === 0 ? <Empty title="No CLI is supported on this machine" /> : null}
          {hooks.map((status) => (
            <HookRow key={status.backend} status={status} />
          ))}
        </div>
      )}
    </section>
  );
};

const words = {
  installed: { aspect: "complete", word: "Installed" },
  outdated: { aspect: "elsewhere", word: "Out of date" },
  not_installed: { aspect: "idle", word: "Not installed" },
  unreadable: { aspect: "failed", word: "Can’t be edited" },
} as const;

const HookRow = ({ status }: { status: HookStatus }) => {
  const [action, setAction] = useState<HookAction | null>(null);
  const close = () => setAction(null);
  return (
    <section className="panel__body stack" aria-label={`Hooks of ${status.name}`} tabIndex={-1}>
      <div className="row row--wrap">
        <h3>{status.name}</h3>
        <span className="ink3 small num">{cliWord(status)}</span>
        <StateWord {...words[status.state]} />
        <span className="push row row--wrap">
          <HookActions status={status} onChoose={setAction} />
        </span>
      </div>
      <HookFacts status={status} />
      {status.problem === null ? null : <p className="notice notice--stop">{status.problem}</p>}
      {action === null ? null : <HookSetup status={status} action={action} onDone={close} onCancel={close} />}
    </section>
  );
};

const HookActions = ({
  status,
  onChoose,
}: {
  status: HookStatus;
  onChoose: (action: HookAction) => void;
}) => {
  const there = status.state === "installed" || status.state === "outdated";
  if (status.state === "unreadable") return null;
  return (
    <>
      {there ? <HookTest status={status} /> : null}
      {status.state === "installed" ? null : (
        <button type="button" className="btn" onClick={() => onChoose("install")}>
          {status.state === "outdated" ? "Bring up to date…" : "Install…"}
        </button>
      )}
      {there ? (
        <button type="button" className="btn btn--stop" onClick={() => onChoose("remove")}>
          Remove…
        </button>
      ) : null}
    </>
  );
};

const HookTest = ({ status }: { status: HookStatus }) => {
  const test = useTestHooks(status.backend);
  return (
    <>
      <span className="small" aria-live="polite">
        {test.data === undefined ? null : test.data.heard ? (
          <span className="go">Heard after {took(test.data.tookMs)}</span>
        ) : (
          <span className="stop">{test.data.problem ?? "Not heard"}</span>
        )}
        {test.error === null ? null : <span className="stop">{test.error.message}</span>}
      </span>
      <button type="button" className="btn" disabled={test.isPending} onClick={() => test.mutate(undefined)}>
        {test.isPending ? "Testing…" : "Test"}
      </button>
    </>
  );
};

const HookFacts = ({ status }: { status: HookStatus }) => {
  const now = useNow();
  return (
    <dl className="kv">
      <dt>Last heard</dt>
      <dd className="num">
        {status.lastHeardAt === null
          ? "never"
          : `${roughly(now - Date.parse(status.lastHeardAt))} ago, ${moment(status.lastHeardAt, now)}`}
      </dd>
      <dt>Settings file</dt>
      <dd className="mono">{shortPath(status.settingsPath)}</dd>
      <dt>Entries</dt>
      <dd className="num">
        {status.entries.length} of {status.wanted.length} installed
        {status.foreignEntries === 0
          ? ""
          : `; ${status.foreignEntries} that Signalbox did not make are left alone`}
      </dd>
    </dl>
  );
};
