import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const all = join(import.meta.dirname, "..", "recordings");
const folder = join(all, "claude");

const Line = z
  .object({ t_ms: z.number(), via: z.enum(["http", "cmd"]), payload: z.record(z.string(), z.unknown()) })
  .transform(({ t_ms: atMs, payload }) => ({ atMs, payload }));

const Expectation = z.strictObject({
  agents: z.array(
    z.strictObject({
      sessionId: z.string(),
      previousSessionId: z.string().nullable(),
      ended: z.boolean(),
      endReason: z.string().nullable(),
      state: z.string(),
      userTurns: z.number(),
      systemTurns: z.number(),
      commands: z.array(
        z.strictObject({
          line: z.number(),
          state: z.string(),
          outcome: z.string().nullable(),
          errorClass: z.string().optional(),
        }),
      ),
      queuedButNeverStarted: z.array(z.number()),
      questions: z.array(
        z.strictObject({
          line: z.number(),
          kind: z.string(),
          tool: z.string().nullable(),
          resolution: z.string(),
        }),
      ),
      children: z.array(z.strictObject({ agentType: z.string(), ended: z.boolean() })),
    }),
  ),
  stateChanges: z.array(
    z
      .tuple([z.number(), z.string(), z.string()])
      .transform(([line, sessionId, state]) => ({ line, sessionId, state })),
  ),
});

/** One hook as the CLI sent it, and when, counted from the start of the recording. */
export type RecordedHook = z.infer<typeof Line>;
/** What a recording must give; see `recordings/README.md`. */
export type Expectation = z.infer<typeof Expectation>;

export interface Recording {
  name: string;
  lines: RecordedHook[];
  expected: Expectation;
}

/** The transcripts that a CLI wrote in a scenario, by the rest of their names: "" is the session's own. */
export function recordedTranscripts(backend: string, name: string): ReadonlyMap<string, string> {
  const transcripts = join(all, "transcripts", backend);
  const files = readdirSync(transcripts).filter(
    (file) => file === `${name}.jsonl` || file.startsWith(`${name}.`),
  );
  return new Map(
    files
      .sort()
      .map((file) => [
        file.slice(name.length, -".jsonl".length).replace(/^\./, ""),
        readFileSync(join(transcripts, file), "utf8"),
      ]),
  );
}

/** Every recorded scenario of Claude Code, with what it must give. */
export const recordings = (): Recording[] =>
  readdirSync(folder)
    .filter((file) => /\.jsonl$|(?<!\.expected)\.json$/.test(file))
    .sort()
    .map((file) => recording(file.replace(/\.jsonl?$/, "")));

const InOneFile = z.object({
  format: z.literal("signalbox-recording"),
  version: z.literal(1),
  lines: z.array(Line),
  expected: Expectation,
});

/** A scenario in one file, as a running Signalbox gives it. */
export function readRecording(name: string, text: string): Recording {
  const { lines, expected } = InOneFile.parse(JSON.parse(text));
  return { name, lines, expected };
}

/** The hooks of one scenario, in the order of their arrival. */
export const recordedHooks = (
  cli: "claude" | "codex" | "gemini" | "opencode",
  name: string,
): RecordedHook[] =>
  readFileSync(join(all, cli, `${name}.jsonl`), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)));

/** One recorded scenario of Claude Code by its name. */
export function recording(name: string): Recording {
  const whole = join(folder, `${name}.json`);
  if (existsSync(whole)) return readRecording(name, readFileSync(whole, "utf8"));
  const expected = readFileSync(join(folder, `${name}.expected.json`), "utf8");
  return {
    name,
    lines: recordedHooks("claude", name),
    expected: Expectation.parse(JSON.parse(expected)),
  };
}
