import type { TouchedFile } from "@signalbox/contract/agent-records";
import type { Agent } from "@signalbox/contract/agents";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { count, moment, shortPath } from "../../../lib/format.ts";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { filesQuery } from "../records-queries.ts";
import { TurnLink } from "./turn-link.tsx";

/** Files that the agent's tools changed, and those of the agents it started. */
export const TouchedFiles = ({ agent }: { agent: Agent }) => {
  const query = useQuery(filesQuery(agent.id));
  if (query.data === undefined)
    return <Unread query={query} lines={6} loading="Loading files" failed="Files could not be read" />;
  const { items, more } = query.data;
  if (items.length === 0)
    return (
      <Empty title="No file was changed">
        <p>Files that its tools write or edit appear here. What a shell command changes is not seen.</p>
      </Empty>
    );
  return (
    <>
      <Scroller className="table-scroll" label="Files that were changed">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" className="is-number">
                Changes
              </th>
              <th scope="col" className="is-number">
                Last
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((file) => (
              <FileRow key={file.path} file={file} agent={agent} />
            ))}
          </tbody>
        </table>
      </Scroller>
      {more ? <p className="small ink3 tab__note">Only the {items.length} touched last are listed.</p> : null}
    </>
  );
};

const FileRow = ({ file, agent }: { file: TouchedFile; agent: Agent }) => {
  const now = useNow();
  return (
    <tr>
      <td className="is-fill mono break">
        <TurnLink agentId={file.agentId} turnId={file.turnId}>
          {shortPath(withoutFolder(file.path, agent.cwd))}
        </TurnLink>
        {file.agentId === agent.id ? null : <span className="small ink3"> by a subagent</span>}
      </td>
      <td className="is-number num">
        {file.changes}
        {file.failed === 0 ? null : <span className="stop"> {count(file.failed, "failed", "failed")}</span>}
      </td>
      <td className="is-number num ink2 nowrap">{moment(file.lastAt, now)}</td>
    </tr>
  );
};

const withoutFolder = (path: string, folder: string | null): string =>
  folder !== null && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
