import { beginning, type FilePlace } from "./file-tail.ts";
import type { TranscriptSource } from "./transcript-source.ts";

/** Of a session that is heard of, or one that was found running. */
export type Meeting = "heard" | "found";

/** No place has such a mark: those are hashes and ids. */
const markOf = { heard: "not met: heard", found: "not met: found" } as const;

/**
 * Where a transcript is read from that was never read: its beginning where it is short. One of a session that was found
 * running is else read from nearer its end, one of a session that is heard of from its end.
 * @throws where that can't be told: to begin at its beginning would tell all that stands in it as new
 */
async function firstPlace(source: TranscriptSource, meeting: Meeting): Promise<FilePlace> {
  try {
    if (meeting === "found") return await source.nearEnd(source.shortHistory);
    const end = await source.end();
    return end.readTo > source.shortHistory ? end : beginning;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return beginning;
    throw error;
  }
}

/** Stands for the first place while that can't be told, after a restart, too. */
export const placeToBeTold = (meeting: Meeting): FilePlace => ({ readTo: 0, mark: markOf[meeting] });

/** A place, told by now where it was to be told. */
export async function toldPlace(source: TranscriptSource, place: FilePlace): Promise<FilePlace> {
  if (place.mark === markOf.heard) return firstPlace(source, "heard");
  return place.mark === markOf.found ? firstPlace(source, "found") : place;
}
