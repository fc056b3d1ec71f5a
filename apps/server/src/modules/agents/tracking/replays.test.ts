import { type RecordedHook, recordedTranscripts, recording } from "@signalbox/testkit/recordings";
import { seeded } from "@signalbox/testkit/seeded";
import { describe, expect, test } from "vitest";
import { adapterOf } from "../../backends/index.ts";
import { replay, type Scenario, truthOf } from "./replay.testing.ts";

/** Hooks that Signalbox does not ask for. */
const unasked = ["MessageDisplay", "InstructionsLoaded", "PostToolBatch"];

/** The clock of a recording: its first prompt's hook came some 100 ms before the prompt's line. */
function scenario(name: string): Scenario {
  const adapter = adapterOf("claude");
  if (adapter === undefined) throw new Error("no adapter");
  const transcripts = recordedTranscripts("claude", name);
  const { lines } = recording(name);
  const sessions = [...transcripts.values()].map((text) => /"sessionId":"([^"]+)"/.exec(text)?.[1]);
  const hooks = lines.filter(
    ({ payload }) =>
      sessions.includes(String(payload.session_id)) && !unasked.includes(String(payload.hook_event_name)),
  );
  const prompt = hooks.find(({ payload }) => payload.hook_event_name === "UserPromptSubmit");
  const line = [...transcripts.values()]
    .flatMap((text) => text.split("\n"))
    .find((text) => text.includes('"type":"user"') && text.includes(String(prompt?.payload.prompt_id)));
  const told = Date.parse(/"timestamp":"([^"]+)"/.exec(line ?? "")?.[1] ?? "");
  return { adapter, hooks, transcripts, began: told - 100 - (prompt?.atMs ?? 0) };
}

describe.each(["tmux-interactive", "headless-basic", "err-429-unified"])(
  "the recording %s with its transcripts",
  (name) => {
    const recorded = scenario(name);
    const { hooks } = recorded;
    const truth = truthOf(replay(recorded, hooks));

    test("tells this", () => {
      expect(truth).toMatchSnapshot();
    });

    test("tells the same with every hook doubled", () => {
      expect(
        truthOf(
          replay(
            recorded,
            hooks.flatMap((hook) => [hook, hook]),
          ),
        ),
      ).toEqual(truth);
    });

    test("tells the same with hooks shuffled within a second", () => {
      for (let seed = 1; seed <= 100; seed++) {
        const random = seeded(seed);
        // A CLI waits for the hook of a session's start, and sends that of its end last.
        const delay = ({ payload }: RecordedHook) => {
          const event = payload.hook_event_name;
          return event === "SessionStart" ? 0 : event === "SessionEnd" ? 1_000 : random() * 1_000;
        };
        const moved = hooks.map((hook) => ({ ...hook, atMs: hook.atMs + delay(hook) }));
        expect(truthOf(replay(recorded, moved)), `seed ${seed}`).toEqual(truth);
      }
    });

    test.each(hooks.map((hook, index) => ({ index, event: hook.payload.hook_event_name })))(
      "tells the same without hook $index, $event",
      ({ index }) => {
        expect(truthOf(replay(recorded, hooks.toSpliced(index, 1)))).toEqual(truth);
      },
    );

    test("tells the same without any hook", () => {
      expect(truthOf(replay(recorded, []))).toEqual(truth);
    });
  },
);
