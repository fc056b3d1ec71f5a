import type { Backend } from "@signalbox/contract/common";
import { newId } from "../../../kernel/ids.ts";
import type { Db, Queryable } from "../../../platform/database/database.ts";
import type { ReadTo } from "./transcript.ts";

/** A session whose transcript is known, with how far its files were read. */
export interface StoredSession {
  backend: Backend;
  sessionId: string;
  path: string;
}

/** Live sessions of a host that told where they write. */
export async function findLiveSessions(read: Queryable, hostId: string): Promise<StoredSession[]> {
  const rows = await read
    .selectFrom("agents")
    .where("host_id", "=", hostId)
    .where("ended_at", "is", null)
    .where("parent_id", "is", null)
    .where("transcript_path", "is not", null)
    .select(["backend", "session_id", "transcript_path"])
    .execute();
  return rows.map((row) => ({
    backend: row.backend,
    sessionId: row.session_id,
    path: row.transcript_path ?? "",
  }));
}

interface SessionKey {
  hostId: string;
  backend: Backend;
  sessionId: string;
}

/** How far a session's files were read, by path. */
export async function findReadTo(read: Queryable, session: SessionKey): Promise<Map<string, ReadTo>> {
  const rows = await read
    .selectFrom("agents_transcripts")
    .innerJoin("agents", "agents.id", "agents_transcripts.agent_id")
    .where("agents.session_id", "=", session.sessionId)
    .where("agents.host_id", "=", session.hostId)
    .where("agents.parent_id", "is", null)
    .where("agents.backend", "=", session.backend)
    .select(["path", "read_to", "mark", "reader"])
    .execute();
  return new Map(
    rows.map(({ path, read_to, mark, reader }) => [
      path,
      { place: { readTo: Number(read_to), mark }, reader },
    ]),
  );
}

/** A file as it was read so far. */
export interface StoredTranscript extends ReadTo {
  path: string;
  problem: string | null;
}

/** Keeps how far a session's files were read; nothing where the session is not known yet. */
export async function storeReadTo(
  db: Db,
  session: SessionKey,
  { files, at }: { files: readonly StoredTranscript[]; at: Date },
): Promise<void> {
  const rows = files.map(({ path, place, reader, problem }) => ({
    ...{
      id: newId(),
      path,
      read_to: place.readTo,
      mark: place.mark,
      reader,
      problem,
      read_at: at.toISOString(),
    },
  }));
  const values = [JSON.stringify(rows), session.sessionId, session.backend, session.hostId];
  await db.write({ name: "agents_read_to", text: textOfStore, values });
}

const textOfStore = `
  insert into agents_transcripts (id, agent_id, path, read_to, mark, reader, problem, read_at)
  select x.id, agents.id, x.path, x.read_to, x.mark, x.reader, x.problem, x.read_at
  from jsonb_to_recordset($1::jsonb)
    as x(id uuid, path text, read_to bigint, mark text, reader jsonb, problem text, read_at timestamptz), agents
  where agents.session_id = $2 and agents.backend = $3 and agents.host_id = $4::uuid and agents.parent_id is null
  on conflict (agent_id, path) do update set read_to = excluded.read_to, mark = excluded.mark,
    reader = excluded.reader, problem = excluded.problem, read_at = excluded.read_at`;
