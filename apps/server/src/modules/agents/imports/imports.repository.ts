import type { Backend } from "@signalbox/contract/common";
import { sql } from "kysely";
import { z } from "zod";
import { newId } from "../../../kernel/ids.ts";
import type { Queryable, Statement } from "../../../platform/database/database.ts";
import type { Tracked } from "../tracking/tracked.ts";
import type { ReadTo } from "../transcripts/transcript.ts";
import type { StoredTranscript } from "../transcripts/transcripts.repository.ts";

/** How far a file was imported stands beside how far it is followed. */
const prefix = "import:";

const Place = z.object({ readTo: z.number(), mark: z.string() });
const Kept = z.object({
  /** Whether its agent is known by this import alone; else what is imported is the history of another's. */
  own: z.boolean(),
  done: z.boolean(),
  files: z.array(z.object({ path: z.string(), place: Place, reader: z.unknown() })),
  /** What the agent was at that place, where its row tells something later. */
  scratch: z.unknown(),
});

/** What an import keeps of a file. */
export interface KeptImport {
  own: boolean;
  done: boolean;
  files: (ReadTo & { path: string })[];
  scratch: Tracked | null;
}

/** How far a file was imported. */
export interface Imported {
  agentId: string;
  readTo: number;
  own: boolean;
  done: boolean;
}

/** All files that were imported on a host, by path. */
export async function findImported(read: Queryable, hostId: string): Promise<Map<string, Imported>> {
  const rows = await read
    .selectFrom("agents_transcripts as file")
    .innerJoin("agents", "agents.id", "file.agent_id")
    .where("agents.host_id", "=", hostId)
    .where("file.path", "like", `${prefix}%`)
    .select(["file.agent_id", "file.path", "file.read_to"])
    .select(sql<boolean>`coalesce((file.reader->>'own')::boolean, false)`.as("own"))
    .select(sql<boolean>`coalesce((file.reader->>'done')::boolean, false)`.as("done"))
    .execute();
  return new Map(
    rows.map(({ agent_id, path, read_to, own, done }) => [
      path.slice(prefix.length),
      { agentId: agent_id, readTo: Number(read_to), own, done },
    ]),
  );
}

/** Where an import of a file goes on. */
export async function findKept(read: Queryable, agentId: string, path: string): Promise<KeptImport | null> {
  const row = await read
    .selectFrom("agents_transcripts")
    .where("agent_id", "=", agentId)
    .where("path", "=", prefix + path)
    .select("reader")
    .executeTakeFirst();
  const kept = Kept.safeParse(row?.reader);
  if (!kept.success) return null;
  const { scratch, ...rest } = kept.data;
  // Written by ourselves, by `keepStatement`.
  return { ...rest, scratch: (scratch ?? null) as Tracked | null };
}

interface Keeping {
  agentId: string;
  backend: Backend;
  path: string;
  kept: KeptImport;
  problem: string | null;
  at: Date;
}

/** Keeps how far a file was imported; whoever follows its agent later goes on behind that. */
export function keepStatement({ agentId, path, kept, problem, at }: Keeping): Statement {
  const place = kept.files.find((file) => file.path === path)?.place ?? { readTo: 0, mark: "" };
  const own: StoredTranscript = { path: prefix + path, place, reader: kept, problem };
  const followed = kept.own ? kept.files.map((file) => ({ ...file, problem: null })) : [];
  const rows = [own, ...followed].map((file) => ({
    ...{ id: newId(), path: file.path, read_to: file.place.readTo, mark: file.place.mark },
    ...{ reader: file.reader ?? null, problem: file.problem, read_at: at.toISOString() },
  }));
  return { name: "agents_keep_import", text: textOfKeep, values: [JSON.stringify(rows), agentId] };
}

const textOfKeep = `
  insert into agents_transcripts (id, agent_id, path, read_to, mark, reader, problem, read_at)
  select x.id, $2::uuid, x.path, x.read_to, x.mark, coalesce(x.reader, '{}'::jsonb), x.problem, x.read_at
  from jsonb_to_recordset($1::jsonb)
    as x(id uuid, path text, read_to bigint, mark text, reader jsonb, problem text, read_at timestamptz)
  on conflict (agent_id, path) do update set read_to = excluded.read_to, mark = excluded.mark,
    reader = excluded.reader, problem = excluded.problem, read_at = excluded.read_at`;
