import { type RecordedHook, recordedHooks, recordedTranscripts } from "@signalbox/testkit/recordings";
import { seeded } from "@signalbox/testkit/seeded";
import { describe, expect, test } from "vitest";
import { adapterOf, type Signal, type TranscriptFormat } from "../../backends/index.ts";
import { readerOf, replay, type Scenario, truthOf } from "./replay.testing.ts";

/** Hooks that Signalbox does not ask for. */
const unasked = [
  ...["MessageDisplay", "InstructionsLoaded", "PostToolBatch"],
  ...["PreCompress", "BeforeModel", "BeforeToolSelection", "AfterModel"],
];

/** What a CLI calls the hook of a prompt. */
const promptHooks = ["UserPromptSubmit", "BeforeAgent", "chat.message"];

/** What a CLI calls the first hook of a session, and the last. */
const firstHooks = ["SessionStart", "session.created"];
const lastHooks = ["SessionEnd", "session.ended"];

/** How many orders a recording is heard in: most of the one whose hooks are told in the background. */
const ordersOf = (backend: string) => (backend === "opencode" ? 1_000 : 100);

/** The clock of a recording: its first prompt's hook came some 100 ms before the prompt's line. */
function scenario(backend: (typeof recorded)[number][0], name: string): Scenario {
  const adapter = adapterOf(backend);
  if (adapter === undefined) throw new Error("no such CLI");
  const transcripts = recordedTranscripts(backend, name);
  const told = readWhole(adapter.transcript, transcripts);
  const sessions = told.map(({ sessionId }) => sessionId);
  const hooks = recordedHooks(backend, name).filter(
    ({ payload }) =>
      sessions.includes(String(payload.session_id)) && !unasked.includes(String(payload.hook_event_name)),
  );
  const prompt = hooks.find(({ payload }) => promptHooks.includes(String(payload.hook_event_name)));
  const prompts = told.filter(({ observation, child }) => observation.kind === "prompted" && child === null);
  const first = Math.min(...prompts.map(({ at }) => at.getTime()));
  // A plugin tells in the background, and its recording counts from the first change.
  const began =
    prompt?.payload.hook_event_name === "chat.message"
      ? firstTime(transcripts)
      : first - 100 - (prompt?.atMs ?? 0);
  return { adapter, hooks, transcripts, began };
}

const firstTime = (transcripts: ReadonlyMap<string, string>): number =>
  Date.parse(/"timestamp":"([^"]+)"/.exec(transcripts.get("") ?? "")?.[1] ?? "");

function readWhole(format: TranscriptFormat, transcripts: ReadonlyMap<string, string>): Signal[] {
  return [...transcripts].flatMap(([name, text]) => {
    const reader = readerOf(format, { name, text });
    const lines = text
      .trimEnd()
      .split("\n")
      .filter((line) => format.tells(line));
    return lines.flatMap((line) => reader.read(JSON.parse(line)));
  });
}

const recorded = [
  ["claude", "tmux-interactive"],
  ["claude", "headless-basic"],
  ["claude", "err-429-unified"],
  ["codex", "exec-basic"],
  ["gemini", "headless-basic"],
  ["opencode", "interactive"],
] as const;

describe.each(recorded)("the recording %s %s with its transcripts", (backend, name) => {
  const played = scenario(backend, name);
  const { hooks } = played;
  const truth = truthOf(replay(played, hooks));

  test("tells this", () => {
    expect(truth).toMatchSnapshot();
  });

  test("tells the same with every hook doubled", () => {
    expect(
      truthOf(
        replay(
          played,
          hooks.flatMap((hook) => [hook, hook]),
        ),
      ),
    ).toEqual(truth);
  });

  test("tells the same with hooks shuffled within a second", () => {
    for (let seed = 1; seed <= ordersOf(backend); seed++) {
      const random = seeded(seed);
      // A CLI waits for the hook of a session's start, and sends that of its end last.
      const delay = ({ payload }: RecordedHook) => {
        const event = String(payload.hook_event_name);
        return firstHooks.includes(event) ? 0 : lastHooks.includes(event) ? 1_000 : random() * 1_000;
      };
      const moved = hooks.map((hook) => ({ ...hook, atMs: hook.atMs + delay(hook) }));
      expect(truthOf(replay(played, moved)), `seed ${seed}`).toEqual(truth);
    }
  }, 60_000);

  test.each(hooks.map((hook, index) => ({ index, event: hook.payload.hook_event_name })))(
    "tells the same without hook $index, $event",
    ({ index }) => {
      expect(truthOf(replay(played, hooks.toSpliced(index, 1)))).toEqual(truth);
    },
  );

  test("tells the same without any hook", () => {
    expect(truthOf(replay(played, []))).toEqual(truth);
  });
});
