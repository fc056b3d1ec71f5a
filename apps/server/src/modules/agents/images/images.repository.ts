import type { ImageType, TurnImage } from "@signalbox/contract/agent-images";
import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";

export interface KeptImage {
  mediaType: ImageType;
  data: Uint8Array<ArrayBuffer>;
}

export async function findImage(
  read: Queryable,
  agentId: string,
  hash: string,
): Promise<KeptImage | undefined> {
  const row = await read
    .selectFrom("agents_images")
    .where("agent_id", "=", agentId)
    .where("hash", "=", hash)
    .select(["media_type", "data"])
    .executeTakeFirst();
  if (row === undefined || row.data === null || row.media_type === null) return undefined;
  return { mediaType: row.media_type, data: new Uint8Array(row.data) };
}

/** The images of an agent that came with one of these things, by what they came with. */
export async function findImagesOf(
  read: Queryable,
  agentId: string,
  things: readonly string[],
): Promise<Map<string, TurnImage[]>> {
  const byThing = new Map<string, TurnImage[]>();
  if (things.length === 0) return byThing;
  const rows = await read
    .selectFrom("agents_images")
    .where("agent_id", "=", agentId)
    .where(sql<boolean>`things && ${things}::text[]`)
    .orderBy("id")
    .select(["hash", "things", "media_type", "bytes", sql<boolean>`data is not null`.as("kept")])
    .execute();
  for (const { hash, things: with_, media_type, bytes, kept } of rows) {
    const image = { hash, mediaType: media_type, bytes, kept };
    for (const thing of with_) byThing.set(thing, [...(byThing.get(thing) ?? []), image]);
  }
  return byThing;
}
