import { newId } from "../../../kernel/ids.ts";
import type { Heard } from "./heard.ts";

/** A row of `agents_images`. */
export interface ImageRow extends Readonly<Record<string, unknown>> {
  agent_id: string;
  hash: string;
  /** What it came with, in the CLI's own ids. */
  things: readonly string[];
}

/** The images that came with a signal. */
export const imageRows = ({ signal, at }: Heard, agentId: string): ImageRow[] =>
  (signal?.images ?? []).map(({ hash, mediaType, bytes, data }) => ({
    id: newId(),
    agent_id: agentId,
    hash,
    things: signal?.ownIdentity == null ? [] : [signal.ownIdentity],
    media_type: mediaType,
    bytes,
    data,
    at: at.toISOString(),
  }));

/** One statement writes a row but once. */
export const mergeImage = (rows: Map<string, ImageRow>, row: ImageRow): void => {
  const key = `${row.agent_id} ${row.hash}`;
  const before = rows.get(key);
  rows.set(key, before === undefined ? row : { ...before, things: [...before.things, ...row.things] });
};
