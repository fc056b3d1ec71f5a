import { existsSync, readFileSync } from "node:fs";
import type { ErrorClass } from "@signalbox/contract/executions";
import { isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { botClis, botRunner, type CliOfBots } from "./bot-runner.testing.ts";

/** What a bot of a CLI must do as one of every other. */
export interface BotOfCli {
  backend: CliOfBots;
  /** What the model is told so that the file `note.txt` is written by the CLI's own tool for files. */
  writes: string;
  /** What it says that it was not allowed, where it may only read and is told to write that file. */
  refused: RegExp;
  /** Whether it runs a command where it may only read. */
  commands: boolean;
  faults: readonly {
    errorClass: ErrorClass;
    status: number;
    /** In words, for the name of its test. */
    about: string;
    type?: string;
    headers?: Record<string, string>;
    resets?: true;
  }[];
  /** It waits until a limit is over, and says nothing on its standard output meanwhile. */
  waits?: true;
}

const runs = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));

/** A bot of a real CLI, from its beginning to its end. */
export function describeBotOf({ backend, writes, refused, commands, faults, waits }: BotOfCli): void {
  const runner = () => botRunner({}, backend);

  describe.skipIf(isMissing(botClis[backend].find()))(`a bot that runs a real ${backend}`, () => {
    test("edits files where it may, and tells its last words and what it took", async () => {
      const { make, start, project, over, read, log } = await runner();
      const { id: projectId } = await project();
      const bot = await make({ access: "edit", workspace: "in_place", projectId });
      const ended = await over((await start(bot.id, `[[say First]] ${writes} [[text All\\ndone]]`)).id);
      expect(ended).toMatchObject({ state: "succeeded", result: "All\ndone", errorClass: null });
      expect(ended).toMatchObject({ exit: { code: 0 }, sessionId: expect.stringMatching(/^[\w-]{9,}$/) });
      expect(ended.usage.input).toBeGreaterThan(0);
      expect(ended.usage.output).toBeGreaterThan(0);
      expect(ended.command).not.toContain(ended.prompt);
      expect(read("note.txt").trim()).toBe("by a bot");
      const { lines, total } = await log(ended.id);
      expect(lines).toHaveLength(total);
    });

    test("changes nothing where it may only read, and says what it was not allowed", async () => {
      const { make, start, project, over, file } = await runner();
      const { id: projectId } = await project();
      const bot = await make({ access: "read", workspace: "in_place", projectId });
      const task = `${writes} [[bash touch made]] [[text Tried]]`;
      const ended = await over((await start(bot.id, task)).id);
      expect(ended).toMatchObject({ state: "succeeded", result: "Tried" });
      expect(ended.reason).toMatch(refused);
      expect([existsSync(file("note.txt")), existsSync(file("made"))]).toEqual([false, false]);
      if (!commands) expect(ended.reason).toMatch(/Bash|bash/);
    });

    test("ends with all that it started where it is cancelled", async () => {
      const { make, start, over, project, made, read, cancel } = await runner();
      const { id: projectId } = await project();
      const bot = await make({ access: "full", workspace: "in_place", projectId });
      const { id } = await start(bot.id, "[[bash echo $$ > pid; sleep 600]] [[text Never]]");
      await made("pid");
      await cancel(id);
      expect(await over(id)).toMatchObject({ state: "cancelled", result: null });
      const pid = Number(read("pid"));
      await until(
        () => !runs(pid) || undefined,
        () => `process ${pid} to be gone`,
      );
    });

    test.each(faults)(
      "fails of class $errorClass where the model answers $status ($about)",
      async (fault) => {
        const { make, start, tried, stub } = await runner();
        const bot = await make({ retries: 0 });
        const { errorClass, resets, about: _, ...answer } = fault;
        stub.failNext({ ...answer, times: 20 });
        const { attempt, ...now } = await tried((await start(bot.id, "[[text Never]]")).id);
        expect(attempt).toMatchObject({ state: "failed", errorClass, reason: expect.stringMatching(/\w/) });
        // At a limit it waits until that is over.
        expect(now.state).toBe(errorClass === "rate_limit" ? "queued" : "failed");
        if (resets) {
          const inMs = Date.parse(now.waitsUntil ?? "") - Date.now();
          expect(inMs).toBeGreaterThan(55 * 60_000);
          expect(inMs).toBeLessThan(61 * 60_000);
        }
      },
    );

    if (!waits) return;
    test("shows the limit that it sits out, and forgets it once that is over", async () => {
      const { make, start, over, stub, as } = await runner();
      const bot = await make({});
      stub.failNext({ status: 429, times: 1, headers: { "retry-after": "10" } });
      const { id } = await start(bot.id, "[[text Done]]");
      await as(id, "a limit", ({ state, errorClass }) => state === "running" && errorClass === "rate_limit");
      expect(await over(id)).toMatchObject({ state: "succeeded", result: "Done", errorClass: null });
    });
  });
}
