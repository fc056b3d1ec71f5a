import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

/** What the demo plays; the README beside the recordings says how they are made. */
const demoFolder = resolve(import.meta.dirname, "../../../demo");

const Line = z.object({
  t_ms: z.number(),
  payload: z.looseObject({ hook_event_name: z.string() }),
});

export type HookPayload = z.infer<typeof Line>["payload"];

export interface RecordedHook {
  /** Milliseconds from the moment the board opens. */
  atMs: number;
  payload: HookPayload;
}

export interface Recordings {
  /** What happened before the board opens. */
  past: readonly RecordedHook[];
  /** What happens from then on, over and over. */
  live: readonly RecordedHook[];
}

/** Reads every recording of a folder into one timeline. */
export function readRecordings(folder = demoFolder): Recordings {
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  const hooks = files
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"))
    .map((line) => Line.parse(JSON.parse(line)))
    .map(({ t_ms, payload }) => ({ atMs: t_ms, payload }))
    .sort((a, b) => a.atMs - b.atMs);
  return { past: hooks.filter(({ atMs }) => atMs < 0), live: hooks.filter(({ atMs }) => atMs >= 0) };
}
