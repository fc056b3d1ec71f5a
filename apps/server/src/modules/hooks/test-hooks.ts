import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { HookFolder } from "./hook-folder.ts";
import type { Programs } from "./ports.ts";

/** The event name of a test's payload. It reaches the receiver like any hook and makes no agent. */
export const testEventName = "SignalboxTest";

export interface HookTest {
  /** Runs an installed command once, as the CLI would, and sees whether its payload arrives. */
  run(command: string): Promise<{ heard: boolean; tookMs: number; problem: string | null }>;
  /** A test's payload arrived; the receiver calls this before it answers. */
  heard(testId: string): void;
}

export function createHookTest(options: { folder: HookFolder; programs: Programs; clock: Clock }): HookTest {
  const { folder, programs, clock } = options;
  const running = new Map<string, boolean>();

  const problemOf = async (): Promise<string> => {
    if ((await programs.find("curl")) === null) return "curl is not on the path. Install it";
    return (
      (await folder.problem()) ??
      "The script ran, and nothing arrived: its key may be revoked. Restart Signalbox"
    );
  };

  return {
    run: async (command) => {
      const id = newId();
      running.set(id, false);
      try {
        const from = clock.now().getTime();
        await programs.run(
          "/bin/sh",
          ["-c", command],
          JSON.stringify({ hook_event_name: testEventName, session_id: id }),
        );
        const tookMs = clock.now().getTime() - from;
        const heard = running.get(id) === true;
        return { heard, tookMs, problem: heard ? null : await problemOf() };
      } finally {
        running.delete(id);
      }
    },
    heard: (testId) => {
      if (running.has(testId)) running.set(testId, true);
    },
  };
}
