import { stat } from "node:fs/promises";
import type { Db } from "../../../platform/database/database.ts";
import { loadErasures } from "../intake/erasures.ts";
import { nudgeFor } from "../intake/transcript-lines.ts";
import type { SignalWriter } from "../intake/writer.ts";
import { agentKey } from "../tracking/track.ts";
import type { TranscriptFollower } from "../transcripts/follower.ts";
import { type FoundSession, hearCleared, hearFound, hearWaiting, hearWritten } from "./process-found.ts";
import { firstTimeIn } from "./recent-transcripts.ts";
import { keepFoundBirth } from "./watched.repository.ts";

/** Takes in sessions that were found running. Telling one again changes nothing. */
export interface Adoption {
  /** The session is watched from now on, with the state that its transcript tells. */
  adopt(found: FoundSession): Promise<void>;
  /** A dialog waits in its terminal since. */
  waits(found: FoundSession, since: Date): Promise<void>;
  /** The process has left a session for another one. */
  moved(from: FoundSession, to: FoundSession): Promise<void>;
}

interface Means {
  db: Db;
  writer: SignalWriter;
  transcripts: TranscriptFollower;
  hostId(): string;
  now(): Date;
}

export const createAdoption = ({ db, writer, transcripts, hostId, now }: Means): Adoption => {
  /** What was erased is heard of again once it goes on; that of a store only its hooks tell. */
  const isStillErased = async ({ backend, sessionId, transcriptPath }: FoundSession) => {
    const erasedAt = (await loadErasures(db.read, [sessionId])).get(agentKey(backend, sessionId));
    if (erasedAt === undefined) return false;
    const written = transcriptPath === null ? null : await stat(transcriptPath).catch(() => null);
    return written === null || written.mtimeMs <= erasedAt;
  };
  const adopt = async (found: FoundSession, cleared: boolean) => {
    const { backend, sessionId, transcriptPath: path } = found;
    if (await isStillErased(found)) return;
    const place = path === null ? null : await transcripts.placeOfFound({ backend, sessionId, path });
    const first =
      path === null || place === null ? null : await firstTimeIn({ backend, sessionId, path, place });
    const began = cleared ? now() : found.startedAt;
    // Its lines must not be older than itself.
    const at = first !== null && first < began ? first : began;
    await writer.write(hearFound(found, { at, now: now(), cleared }));
    // What its age tells would not do: the session may be older than the process.
    await db.transaction((tx) => keepFoundBirth(tx, hostId(), found));
    if (path === null) return;
    await transcripts.meetFound({ backend, sessionId, path });
    await writer.write(hearWritten(found, at));
    await writer.readTranscript(nudgeFor({ backend, sessionId }, now()));
  };
  return {
    adopt: (found) => adopt(found, false),
    waits: (found, since) => writer.write(hearWaiting(found, since)),
    async moved(from, to) {
      await writer.write(hearCleared(from, now()));
      await adopt(to, true);
    },
  };
};
