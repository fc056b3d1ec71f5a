import { newId } from "../../../kernel/ids.ts";
import type { Heard } from "./heard.ts";

/** A row of `agents_images`. */
export interface ImageRow extends Readonly<Record<string, unknown>> {
  agent_id: string;
  hash: string;
  /** What it came with, in the CLI's own ids. */
  things: readonly string[];
  bytes: number;
  data: string | null;
}

const thingsOf = (signal: Heard["signal"]): readonly string[] =>
  signal?.imagesWith ?? (signal?.ownIdentity == null ? [] : [signal.ownIdentity]);

/** The images that came with a signal. */
export const imageRows = ({ signal, at }: Heard, agentId: string): ImageRow[] =>
  (signal?.images ?? []).map(({ hash, mediaType, bytes, data }) => ({
    id: newId(),
    agent_id: agentId,
    hash,
    things: thingsOf(signal),
    media_type: mediaType,
    bytes,
    data,
    at: at.toISOString(),
  }));

/** One commit carries no more bytes of images. What is beyond is only named. */
const mostBytes = 48 * 1024 * 1024;

/** The images of a commit by agent and image: one statement writes a row but once. */
export class ImageRows {
  readonly #rows = new Map<string, ImageRow>();
  #bytes = 0;

  add(row: ImageRow): void {
    const key = `${row.agent_id} ${row.hash}`;
    const before = this.#rows.get(key);
    const things = [...(before?.things ?? []), ...row.things];
    this.#rows.set(key, { ...row, things, data: before?.data ?? this.#takenIn(row) });
  }

  get all(): ImageRow[] {
    return [...this.#rows.values()];
  }

  #takenIn({ data, bytes }: ImageRow): string | null {
    if (data === null || this.#bytes + bytes > mostBytes) return null;
    this.#bytes += bytes;
    return data;
  }
}
