import { newId } from "../../../kernel/ids.ts";
import type { Queryable } from "../../../platform/database/database.ts";
import type { Signal } from "../../backends/index.ts";
import { findSignalIdentities } from "../reading/signals.repository.ts";
import { findTurnsByIdentity } from "../reading/turns.repository.ts";
import { agentKey } from "../tracking/track.ts";
import type { Tracked } from "../tracking/tracked.ts";
import type { Session } from "../transcripts/follower.ts";
import type { Told } from "../transcripts/transcript.ts";
import type { Heard } from "./heard.ts";

/** Transcripts, as the writer asks for them. */
export interface TranscriptLines {
  /** Takes note of where a session writes; nothing to wait for where that is known. */
  meet(signal: Signal): Promise<void> | undefined;
  read(session: Session): Promise<Told | null>;
  /** What was read last of a session, and was not settled. */
  untaken(session: Session): readonly Signal[];
  /** Settles what was read last of a session; `problem` is why not all of it was taken in. */
  passOver(session: Session, problem: string | null): void;
}

const nowhere = { child: null, promptId: null, cwd: null, model: null, transcriptPath: null, spent: null };

/** Asks for a session's turn, so that its transcript is read in it. */
export function nudgeFor({ backend, sessionId }: Pick<Signal, "backend" | "sessionId">, at: Date): Heard {
  const process = { pid: null, pane: null, entry: null };
  const observation = { kind: "other" } as const;
  return {
    ...heardLine({
      ...nowhere,
      ...{ backend, sessionId, source: "transcript", event: "nudge", at, process, observation },
      ownIdentity: null,
    }),
    isNudge: true,
  };
}

/** A line that a transcript told, on the way of all signals. */
export function heardLine(signal: Signal): Heard {
  const { backend, event, at, ownIdentity, transcriptPath } = signal;
  const id = newId();
  return {
    ...{ id, backend, event, at, correlationId: id, size: 0, signal, testId: null },
    payload: { transcript: transcriptPath, identity: ownIdentity },
    marks: { signalId: null, fingerprint: "" },
  };
}

const prefixOfCalls = "tool:";

/** The identity that a turn of a hook has, for the same thing. */
const hookIdentity = (identity: string): string | null =>
  identity.startsWith(prefixOfCalls) ? `hook:${identity.slice(prefixOfCalls.length)}` : null;

/** What ends a command has no turn by which it is known again. */
const ends: readonly Signal["observation"]["kind"][] = [
  "stopped",
  "stop_failed",
  "interrupted",
  "child_stopped",
];

/** The ends among some lines that were applied before. */
async function knownEnds(
  read: Queryable,
  signals: readonly Signal[],
  agentIds: readonly string[],
): Promise<Set<string>> {
  const told = signals.filter(({ observation }) => ends.includes(observation.kind));
  const identities = told.flatMap(({ ownIdentity }) => ownIdentity ?? []);
  if (identities.length === 0 || agentIds.length === 0) return new Set();
  const stored = await findSignalIdentities(read, agentIds, identities);
  return new Set(stored.map(({ agent_id, identity }) => `${agent_id} ${identity}`));
}

/** Leaves out the lines whose turns are stored already, and marks those of which a hook made a turn. */
export async function unknownLines(
  read: Queryable,
  signals: readonly Signal[],
  agentAt: (key: string) => Tracked | undefined,
): Promise<Heard[]> {
  const agentOf = ({ backend, sessionId, child }: Signal) =>
    agentAt(agentKey(backend, sessionId, child?.id ?? null))?.id ?? "";
  const agentIds = [...new Set(signals.map(agentOf))].filter((id) => id !== "");
  const identities = signals.flatMap(({ ownIdentity }) =>
    ownIdentity === null ? [] : [ownIdentity, hookIdentity(ownIdentity)].filter((one) => one !== null),
  );
  const stored =
    agentIds.length === 0 || identities.length === 0
      ? []
      : await findTurnsByIdentity(read, agentIds, identities);
  const over = await knownEnds(read, signals, agentIds);
  const turns = new Map(stored.map(({ id, agent_id, identity }) => [`${agent_id} ${identity}`, id]));
  return signals.flatMap((signal) => {
    const { ownIdentity } = signal;
    const agentId = agentOf(signal);
    const known = `${agentId} ${ownIdentity}`;
    if (ownIdentity !== null && (turns.has(known) || over.has(known))) return [];
    const turnId = ownIdentity === null ? undefined : turns.get(`${agentId} ${hookIdentity(ownIdentity)}`);
    const heard = heardLine(signal);
    return [turnId === undefined ? heard : { ...heard, marks: { ...heard.marks, turnId } }];
  });
}
