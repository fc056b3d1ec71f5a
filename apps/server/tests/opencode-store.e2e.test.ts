import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { findOpencode, findTmux, isMissing } from "@signalbox/testkit/machine";
import { opencodeHome } from "@signalbox/testkit/opencode";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Seen, watchedCli } from "./watched-cli.ts";

/** What is written down must be known so soon. */
const soonMs = 2_000;

const outcomes = ({ commands }: Seen) => commands.map(({ outcome, state }) => outcome ?? state);
const texts = ({ turns }: Seen) => turns.map(({ text }) => text);

/** Messages of all sessions that ended a turn. */
const ended = `from message where data ->> '$.role' = 'assistant'
  and data ->> '$.time.completed' is not null and data ->> '$.finish' is not 'tool-calls'`;

/** Texts that are being written. */
const writtenNow = `from part where data ->> '$.type' = 'text'
  and data ->> '$.time.start' is not null and data ->> '$.time.end' is null`;

/** How many of them OpenCode's database has. */
function countIn(home: string, from: string): number {
  const db = new DatabaseSync(join(home, ".local", "share", "opencode", "opencode.db"), { readOnly: true });
  const found = db.prepare(`select count(*) as count ${from}`).get();
  db.close();
  return Number(found?.count);
}

/** OpenCode's plugin with a key of its own, which can be taken from it. */
function severable(plugin: string, folder: string) {
  const source = readFileSync(plugin, "utf8");
  const hooks = /const folder = (".*");/.exec(source)?.[1] ?? "";
  cpSync(JSON.parse(hooks), folder, { recursive: true });
  writeFileSync(plugin, source.replace(hooks, JSON.stringify(folder)));
  return () => rmSync(folder, { recursive: true });
}

describe.skipIf(isMissing(findOpencode(), findTmux()))(
  "a plain opencode whose plugin is no longer heard",
  () => {
    let world: Awaited<ReturnType<typeof watchedCli>>;
    beforeAll(async () => {
      world = await watchedCli("opencode", opencodeHome);
      // In a new home the first start takes far longer than the next ones.
      await world.home.print("[[text Ready]]");
    });
    afterAll(() => world?.stop());

    test("its database tells the rest, within two seconds of each answer", async () => {
      const sever = severable(world.home.settingsFile, join(world.home.home, "hooks"));
      const seen = await world.nextSession();
      const terminal = await world.home.open();
      onTestFinished(terminal.close);
      await terminal.submit("[[delay 1500]] [[text Hello]]");
      await seen("the prompt", (now) => now.commands.length === 1);
      sever();
      /** Waits until so many turns ended in OpenCode's database, and how long it then takes until that is known. */
      const told = async (turns: number, is: (now: Seen) => boolean) => {
        await until(
          () => (countIn(world.home.home, ended) > turns ? true : undefined),
          async () => `${turns} turns; it shows:\n${await terminal.screen()}`,
        );
        const since = performance.now();
        const now = await seen(`turn ${turns}`, is);
        expect(performance.now() - since).toBeLessThan(soonMs);
        return now;
      };
      await told(1, (now) => outcomes(now).join() === "done");

      await terminal.submit("[[say Looking around]] [[bash echo hi; exit 3]] [[text That is all]]");
      await terminal.answer("Permission required", "Enter");
      const done = await told(2, (now) => outcomes(now).join() === "done,done");
      expect(texts(done).slice(-4)).toEqual([
        "[[say Looking around]] [[bash echo hi; exit 3]] [[text That is all]]",
        "Looking around",
        "bash",
        "That is all",
      ]);
      expect(done.turns.at(-2)?.tool).toMatchObject({ input: { command: "echo hi; exit 3" }, failed: true });

      await terminal.submit("[[slow 1500]] [[text one two three four five six seven eight nine ten]]");
      await until(
        () => (countIn(world.home.home, writtenNow) > 0 ? true : undefined),
        async () => `the first word; it shows:\n${await terminal.screen()}`,
      );
      await terminal.press("Escape");
      // Two at once would be another key.
      await terminal.until("again to interrupt");
      await terminal.press("Escape");
      const cut = await told(3, (now) => outcomes(now).at(-1) === "interrupted");
      expect(cut.turns.at(-1)?.text).toMatch(/^one/);
      expect(cut.agent?.state).toBe("complete");

      await terminal.submit('[[http 429 times=1 retry-after=1 message="slow down"]] [[text Recovered]]');
      await told(4, (now) => outcomes(now).at(-1) === "done" && texts(now).at(-1) === "Recovered");
      await terminal.submit('[[http 400 message="not today"]] [[text Never]]');
      const failed = await told(5, (now) => outcomes(now).at(-1) === "failed");
      expect(failed.commands.at(-1)).toMatchObject({ errorClass: "invalid_request" });
    });
  },
);
