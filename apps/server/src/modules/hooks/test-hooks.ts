import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { HookFolder } from "./hook-folder.ts";
import type { Programs } from "./ports.ts";
import type { EntryForm } from "./settings/entry-form.ts";

export interface HookTest {
  /** Runs what is installed once, as the CLI would, and sees whether its payload arrives. */
  run(form: EntryForm): Promise<{ heard: boolean; tookMs: number; problem: string | null }>;
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
    run: async (form) => {
      const id = newId();
      running.set(id, false);
      try {
        const from = clock.now().getTime();
        const { file, args, input } = form.trial(id);
        await programs.run(file, args, input);
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
