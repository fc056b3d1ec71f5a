import type { BotSync } from "@signalbox/contract/bot-files";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { useProjectWord } from "../../projects/index.ts";
import { filesQuery, useAskSync, useWriteSync } from "../repository-queries.ts";
import { RepositoryFile } from "./repository-file.tsx";

interface RepositoryPanelProps {
  sync: BotSync;
  mayChange: boolean;
}

/** The bots of one repository, and whether they are taken from there. */
export const RepositoryPanel = ({ sync, mayChange }: RepositoryPanelProps) => {
  const { projectId, enabled } = sync;
  const heading = useId();
  const project = useProjectWord(projectId, "");
  const write = useWriteSync();
  const ask = useAskSync(projectId);
  const change = (some: { enabled?: boolean; enablesNew?: boolean }) =>
    write.mutate({ projectId, version: sync.version, enabled, enablesNew: sync.enablesNew, ...some });
  const isAsked = sync.asked || ask.isPending;
  return (
    <section className="panel" aria-labelledby={heading}>
      <div className="panel__head repository__head">
        <h2 id={heading} className="break">
          <Link to="/projects/$projectId" params={{ projectId }} className="link">
            {project}
          </Link>
        </h2>
        <span className="push" />
        {mayChange && enabled ? (
          <button type="button" className="btn" disabled={isAsked} onClick={() => ask.mutate("now")}>
            <Icon name="refresh" small />
            {isAsked ? "Looking…" : "Look now"}
          </button>
        ) : null}
        <Switch
          label={`Bots are taken from ${project}`}
          on={write.isPending ? !enabled : enabled}
          disabled={!mayChange || write.isPending}
          onChange={(on) => change({ enabled: on })}
        />
      </div>
      <div className="repository__told">
        <Told sync={sync} />
        <label className="row row--tight small">
          <input
            type="checkbox"
            checked={sync.enablesNew}
            disabled={!mayChange || write.isPending}
            onChange={({ target }) => change({ enablesNew: target.checked })}
          />
          Switch new bots on at once
        </label>
        <Refusal error={write.error ?? ask.error} />
      </div>
      <Files projectId={projectId} project={project} mayChange={mayChange} />
    </section>
  );
};

const Told = ({ sync: { branch, commit, lookedAt, fault, enabled } }: { sync: BotSync }) => {
  const now = useNow();
  return (
    <>
      <p className="facts num">
        {commit === null ? null : (
          <span className="break">
            {branch ?? "no branch"} at {commit.slice(0, 12)}
          </span>
        )}
        <span>{lookedAt === null ? "not looked at yet" : `looked at ${moment(lookedAt, now)}`}</span>
        {enabled ? null : <span>nothing is taken from there by now</span>}
      </p>
      {fault === null ? null : <p className="small stop break">{fault}</p>}
    </>
  );
};

interface FilesProps {
  projectId: string;
  project: string;
  mayChange: boolean;
}

const Files = ({ projectId, project, mayChange }: FilesProps) => {
  const query = useInfiniteQuery(filesQuery(projectId));
  const rows = useRef<HTMLUListElement>(null);
  const files = query.data;
  if (files === undefined)
    return <Unread query={query} loading="Loading files" failed="Files could not be read" />;
  if (files.length === 0)
    return (
      <Empty title="No file of a bot there">
        <p>Write one as .signalbox/bots/&lt;name&gt;.yaml, as Export on a bot's page does.</p>
      </Empty>
    );
  return (
    <>
      <ul ref={rows} className="list" aria-label={`Files of ${project}`}>
        {files.map((file) => (
          <RepositoryFile key={file.path} projectId={projectId} file={file} mayChange={mayChange} />
        ))}
      </ul>
      <More query={query} rows={rows} />
    </>
  );
};
