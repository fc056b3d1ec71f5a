import { botAsText } from "@signalbox/client/bot-file";
import type { BotFile } from "@signalbox/contract/bot-files";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Refusal } from "../../../ui/field.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { TextDiff } from "../../../ui/text-diff.tsx";
import { botQuery } from "../queries.ts";
import { useChooseFile } from "../repository-queries.ts";
import { askWords, fileStateHints, fileStateWords } from "../repository-words.ts";

interface RepositoryFileProps {
  projectId: string;
  file: BotFile;
  mayChange: boolean;
}

/** A file of a bot, and how its bot is to it. */
export const RepositoryFile = ({ projectId, file, mayChange }: RepositoryFileProps) => {
  const { path, state, bot, faults, asks } = file;
  return (
    <li className="bot-file" aria-label={path}>
      <p className="strong break">{path.replace(/^\.signalbox\/bots\//, "")}</p>
      <p className="facts">
        <span className="badge">{fileStateWords[state]}</span>
        {bot === null ? (
          <span className="ink3">no bot of it yet</span>
        ) : (
          <Link to="/bots/$botId" params={{ botId: bot.id }} className="link break">
            {bot.name}
          </Link>
        )}
        {bot === null ? null : <span>{bot.enabled ? "on" : "off"}</span>}
      </p>
      {fileStateHints[state] === "" ? null : <p className="small ink2">{fileStateHints[state]}</p>}
      {state !== "in_step" && asks.length > 0 ? (
        <p className="small break">As the file says, it would {listed(asks.map((ask) => askWords[ask]))}.</p>
      ) : null}
      <Faults faults={faults} />
      {differs.has(state) ? <Difference file={file} /> : null}
      {mayChange ? <Acts projectId={projectId} file={file} /> : null}
    </li>
  );
};

const differs: ReadonlySet<BotFile["state"]> = new Set(["waiting", "changed_here", "conflict", "kept"]);

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

const Faults = ({ faults }: Pick<BotFile, "faults">) =>
  faults.length === 0 ? null : (
    <ul className="small">
      {faults.map(({ line, message }) => (
        <li key={`${line} ${message}`} className="break">
          <span className="num ink2">line {line}</span> {message}
        </li>
      ))}
    </ul>
  );

const Difference = ({ file }: { file: BotFile }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="small">{file.bot === null ? "What it says" : "What differs"}</summary>
      {isOpen ? <Sides file={file} /> : null}
    </details>
  );
};

const Sides = ({ file: { bot, content, path } }: { file: BotFile }) => {
  const query = useQuery({ ...botQuery(bot?.id ?? ""), enabled: bot !== null });
  if (content === null) return null;
  if (bot !== null && query.data === undefined)
    return <Unread query={query} loading="Loading the bot" failed="The bot could not be read" />;
  return (
    <TextDiff
      before={query.data === undefined ? "" : botAsText(query.data.content).trimEnd()}
      after={botAsText(content).trimEnd()}
      label={`From the bot to ${path}`}
      same="Both say the same."
    />
  );
};

type Side = "repository" | "mine";

/** What a person may say of a file, by its state. */
const acts: Partial<Record<BotFile["state"], readonly (readonly [Side, string])[]>> = {
  waiting: [
    ["repository", "Approve it"],
    ["mine", "Leave it as it is"],
  ],
  changed_here: [
    ["repository", "Take the repository's"],
    ["mine", "Keep mine"],
  ],
  conflict: [
    ["repository", "Take the repository's"],
    ["mine", "Keep mine"],
  ],
  kept: [["repository", "Take the repository's"]],
  removed: [["mine", "Forget the file"]],
};

const Acts = ({ projectId, file }: Pick<RepositoryFileProps, "projectId" | "file">) => {
  const { path, blob, bot, state } = file;
  const choose = useChooseFile(projectId);
  const say = (side: Side) => choose.mutate({ path, side, blob, botVersion: bot?.version ?? null });
  return (
    <>
      <div className="bot-file__acts">
        {(acts[state] ?? []).map(([side, words]) => (
          <button
            key={side}
            type="button"
            className="btn"
            disabled={choose.isPending}
            onClick={() => say(side)}
          >
            {words}
          </button>
        ))}
      </div>
      <Refusal error={choose.error} />
    </>
  );
};
