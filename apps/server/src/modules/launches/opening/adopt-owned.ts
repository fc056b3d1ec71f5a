import { setTimeout as pause } from "node:timers/promises";
import { adapterOf } from "../../backends/index.ts";
import type { LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";

/** A session that a process of ours has open. */
export interface OwnedSession {
  pid: number;
  birth: string;
  sessionId: string;
  at: Date;
}

const foundOf = (
  { backend, cwd }: LaunchRow,
  { pid, birth, sessionId, at }: OwnedSession,
  transcriptPath: string | null,
) => ({
  ...{ backend, sessionId, pid, birth, pane: null, startedAt: at, cwd, transcriptPath },
  by: "Signalbox runs it",
});

/** The session is known at once, hooks or none: what it asks, and what is said to it, has an agent then. */
export const adoptOwned = (
  row: LaunchRow,
  session: OwnedSession,
  { agents, rules }: LaunchesOptions,
): Promise<void> => agents.adoption.adopt(foundOf(row, session, pathOf(row, session, rules)));

/** How often the file of a session is looked for: less and less. */
const [firstLookMs, longestLookMs] = [1_000, 30_000];

/** Tells where a session is written that is in a file nobody knows before it is there, for as long as its process lives. */
export async function adoptOnceWritten(
  row: LaunchRow,
  session: OwnedSession,
  { agents, rules, table, stopping }: LaunchesOptions,
): Promise<void> {
  const { backend } = row;
  const adapter = adapterOf(backend);
  if (adapter === undefined || adapter.transcript.kind === "store") return;
  if (pathOf(row, session, rules) !== null) return;
  const search = {
    ...{ backend, folder: rules.cliFolders[adapter.backend], signal: stopping },
    since: session.at.getTime() - firstLookMs,
  };
  for (let waitMs = firstLookMs; !stopping.aborted; waitMs = Math.min(waitMs * 1.5, longestLookMs)) {
    const { birth } = (await table.look([session.pid]))?.get(session.pid) ?? {};
    if (birth !== session.birth) return;
    const found = (await agents.recentTranscripts(search)).find(
      ({ sessionId }) => sessionId === session.sessionId,
    );
    if (found !== undefined) return agents.adoption.adopt(foundOf(row, session, found.path));
    await pause(waitMs, undefined, { signal: stopping }).catch(() => {});
  }
}

/** Where a session is written, of a CLI whose files are named by their sessions. */
function pathOf(
  { backend, cwd }: LaunchRow,
  { sessionId }: OwnedSession,
  { cliFolders }: Pick<LaunchesOptions["rules"], "cliFolders">,
): string | null {
  const told = { sessionId, cwd, began: null, waitsSince: null };
  const adapter = adapterOf(backend);
  if (adapter === undefined) return null;
  return adapter.running.register?.transcript(cliFolders[adapter.backend], told) ?? null;
}
