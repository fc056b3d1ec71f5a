import {
  endConnection,
  listNodes,
  type Node,
  type NodeConnection,
  type NodeLoop,
} from "@signalbox/contract/nodes";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import { useNow } from "../../../lib/clock.ts";
import { count, moment, roughly, took } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { type Aspect, StateWord } from "../../../ui/lamp.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import "./hooks.css";

const nodesQuery = queryOptions({
  queryKey: ["nodes"] as const,
  queryFn: ({ signal }) => api.call(listNodes, { signal }),
  // Nodes beat without an event that tells of it.
  refetchInterval: 5_000,
  staleTime: 1_000,
});

/** `/operations/nodes`: the processes of Signalbox, what they keep going, and who is connected to them. */
export const NodesPage = () => {
  usePageTitle("Nodes");
  const query = useQuery(nodesQuery);
  if (query.data === undefined) {
    return (
      <section className="panel" aria-label="Nodes">
        <Unread query={query} lines={6} loading="Loading nodes" failed="Nodes could not be read" />
      </section>
    );
  }
  const { items, newest } = query.data;
  const versions = new Set(items.filter(({ alive }) => alive).map(({ version }) => version));
  return (
    <div className="stack hookpage">
      {versions.size > 1 ? (
        <p className="notice notice--wait">
          Nodes of different versions run side by side: {[...versions].join(", ")}. Bring all to one.
        </p>
      ) : null}
      {items.map((node) => (
        <NodePanel key={node.id} node={node} newest={newest} />
      ))}
    </div>
  );
};

const stateOf = (node: Node): { aspect: Aspect; word: string } => {
  if (node.alive) return { aspect: "processing", word: "Alive" };
  return node.stoppedAt === null
    ? { aspect: "failed", word: "Silent" }
    : { aspect: "ended", word: "Stopped" };
};

const NodePanel = ({ node, newest }: { node: Node; newest: string }) => {
  const now = useNow();
  return (
    <section className="panel" aria-label={`${node.name}, process ${node.pid} on ${node.hostName}`}>
      <div className="panel__head">
        <h2 className="cut">
          {node.name} <span className="ink3 num">{node.pid}</span>
        </h2>
        {node.answers ? <span className="badge badge--flat">answers you</span> : null}
        <span className="push">
          <StateWord {...stateOf(node)} />
        </span>
      </div>
      <div className="panel__body">
        <dl className="kv num">
          <dt>Role</dt>
          <dd>{node.role}</dd>
          <dt>Host</dt>
          <dd>{node.hostName}</dd>
          <dt>Version</dt>
          <dd>{node.version}</dd>
          <dt>Began</dt>
          <dd>
            {moment(node.startedAt, now)}
            {node.alive ? `, ${took(Math.max(0, now - Date.parse(node.startedAt)))} ago` : ""}
          </dd>
          <dt>{node.stoppedAt === null ? "Last heard" : "Stopped"}</dt>
          <dd>{roughly(now - Date.parse(node.stoppedAt ?? node.beatAt))} ago</dd>
        </dl>
      </div>
      {node.loops.length === 0 ? null : <LoopTable loops={node.loops} />}
      {node.alive ? <ConnectionTable connections={node.connections} newest={newest} /> : null}
    </section>
  );
};

const loopAspects: Record<NodeLoop["state"], Aspect> = {
  running: "processing",
  standby: "commanded",
  restarting: "elsewhere",
  stopped: "ended",
};

const LoopTable = ({ loops }: { loops: readonly NodeLoop[] }) => {
  const now = useNow();
  return (
    <Scroller className="table-scroll" label="Loops">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Loop</th>
            <th scope="col">State</th>
            <th scope="col" className="is-number">
              Failed
            </th>
            <th scope="col" className="wide-only">
              Last error
            </th>
            <th scope="col" className="is-number wide-only">
              Since
            </th>
          </tr>
        </thead>
        <tbody>
          {loops.map((loop) => (
            <tr key={loop.name}>
              <td title={loop.summary}>{loop.name}</td>
              <td>
                <StateWord aspect={loopAspects[loop.state]} word={loop.state} />
              </td>
              <td className="is-number">{loop.failures}</td>
              <td className="is-fill stop wide-only">{loop.lastError}</td>
              <td className="is-number ink2 wide-only">{moment(loop.since, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
};

interface ConnectionTableProps {
  connections: readonly NodeConnection[];
  newest: string;
}

const ConnectionTable = ({ connections, newest }: ConnectionTableProps) => {
  const now = useNow();
  if (connections.length === 0) return <Empty title="Nobody is connected to it" />;
  return (
    <Scroller className="table-scroll" label="Connections">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Connected</th>
            <th scope="col">By</th>
            <th scope="col" className="wide-only">
              Follows
            </th>
            <th scope="col" className="is-number wide-only">
              Sent
            </th>
            <th scope="col" className="is-number wide-only">
              Behind
            </th>
            <th scope="col" className="is-number">
              Since
            </th>
            <th scope="col">
              <span className="hidden-visually">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {connections.map((connection) => (
            <tr key={connection.id}>
              <td className="is-fill">{connection.who}</td>
              <td>{connection.kind}</td>
              <td className="mono cut wide-only">{connection.follows.join(" ") || "everything"}</td>
              <td className="is-number wide-only">{connection.sent}</td>
              <td className="is-number wide-only">{behindWords(connection, newest)}</td>
              <td className="is-number ink2">{moment(connection.since, now)}</td>
              <td>
                <End connection={connection} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
};

/** One that follows only some of what happens is not behind for the rest. */
const behindWords = ({ follows, position }: NodeConnection, newest: string): string =>
  follows.length > 0 || position === null
    ? "–"
    : count(Math.max(0, Number(newest) - Number(position)), "event");

const End = ({ connection }: { connection: NodeConnection }) => {
  const cache = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.call(endConnection, { params: { connectionId: connection.id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: nodesQuery.queryKey }),
  });
  return (
    <Confirm
      trigger={
        <button type="button" className="btn btn--stop" disabled={end.isPending}>
          End…
        </button>
      }
      title={`End the connection of “${connection.who}”?`}
      verb="End it"
      back="Leave it"
      onConfirm={() => end.mutate()}
    >
      <p>A browser connects anew by itself. To keep one out, sign it out, or revoke its key.</p>
    </Confirm>
  );
};
