import { afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../database/database.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import type { Reaction } from "./events.ts";
import { createReactions } from "./reactions.ts";
import type { ReactionLimits } from "./run-reaction.ts";
import { aLog, aNote, silentLog, textOf } from "./testing.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
const releases: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  db = await testDatabase();
  log = await aLog(db);
  return async () => {
    await log.stop();
    await db.close();
  };
});
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

/** Reactions that run until the test ends; every try of each is told to `tried`. */
const running = async (reactions: Reaction[], limits: Partial<ReactionLimits> = {}, database: Db = db) => {
  const quick = { retryDelaysMs: [1, 1], storeCursorMs: 0, ...limits };
  const made = createReactions({
    db: database,
    log: silentLog,
    events: log,
    clock: systemClock,
    reactions,
    limits: quick,
  });
  await made.start?.();
  const stop = async () => made.stop?.();
  releases.push(stop);
  return { ...made, stop };
};

/** A reaction that remembers what it heard and does what the test says. */
const aReaction = (act: (text: unknown, signal: AbortSignal) => Promise<void> | void = () => {}) => {
  const heard: unknown[] = [];
  const waiting = new Set<() => void>();
  const reaction: Reaction = {
    name: `reaction ${newId()}`,
    types: ["note.written"],
    async handle(event, signal) {
      heard.push(textOf(event));
      for (const look of [...waiting]) look();
      await act(textOf(event), signal);
    },
  };
  const heardThe = (last: string): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (heard.includes(last)) resolve();
      };
      waiting.add(look);
      look();
    });
  return { ...reaction, heard, heardThe };
};

const failing = (...bad: string[]) =>
  aReaction((text) => {
    if (bad.includes(String(text))) throw new Error(`can't bear ${text}`);
  });

const lettersOf = async (reactions: Awaited<ReturnType<typeof running>>, name: string) =>
  (await reactions.deadLetters({ limit: 100 })).filter((letter) => letter.reaction === name);

test("a reaction hears the events of its types in order, from when it first existed", async () => {
  await log.write(aNote("before its time"));
  const reaction = aReaction();
  await running([reaction]);
  await log.write(aNote("one"), aNote("not for it", {}, "note.removed"), aNote("two"));
  await log.write(aNote("three"));
  await reaction.heardThe("three");
  expect(reaction.heard).toEqual(["one", "two", "three"]);
});

test("a failed try is repeated before the next event is handled", async () => {
  let failures = 2;
  const reaction = aReaction((text) => {
    if (text === "hard" && failures-- > 0) throw new Error("not yet");
  });
  const reactions = await running([reaction]);
  await log.write(aNote("hard"), aNote("easy"));
  await reaction.heardThe("easy");
  expect(reaction.heard).toEqual(["hard", "hard", "hard", "easy"]);
  expect(await lettersOf(reactions, reaction.name)).toEqual([]);
});

test("after the last try the event is parked with its error, and the reaction goes on", async () => {
  const reaction = failing("poison");
  const other = aReaction();
  const reactions = await running([reaction, other]);
  await log.write(aNote("poison"), aNote("antidote"));
  await reaction.heardThe("antidote");
  await other.heardThe("antidote");
  expect(other.heard).toEqual(["poison", "antidote"]);
  expect(await lettersOf(reactions, reaction.name)).toMatchObject([
    { attempts: 3, error: "can't bear poison" },
  ]);
  expect(await lettersOf(reactions, other.name)).toEqual([]);
});

test("a reaction that hangs is cut off like one that fails, and harms no other", async () => {
  const hanging = aReaction(() => new Promise(() => {}));
  const other = aReaction();
  const reactions = await running([hanging, other], {
    retryDelaysMs: [],
    time: { limitMs: 10, graceMs: 10 },
  });
  await log.write(aNote("first"), aNote("second"));
  await other.heardThe("second");
  await hanging.heardThe("second");
  expect(await lettersOf(reactions, hanging.name)).toMatchObject([
    { attempts: 1, error: "Took longer than 10 ms" },
  ]);
});

test("a dead letter is retried by hand: it counts another failure or leaves the list", async () => {
  let cured = false;
  const reaction = aReaction((text) => {
    if (text === "ill" && !cured) throw new Error("still ill");
  });
  const reactions = await running([reaction]);
  await log.write(aNote("ill"), aNote("well"));
  await reaction.heardThe("well");
  const [letter] = await lettersOf(reactions, reaction.name);
  const id = letter?.id ?? "";

  await expect(reactions.retry(id)).rejects.toMatchObject({ code: "events.reaction_failed" });
  expect(await lettersOf(reactions, reaction.name)).toMatchObject([{ attempts: 4 }]);
  cured = true;
  await reactions.retry(id);
  expect(await lettersOf(reactions, reaction.name)).toEqual([]);
  await expect(reactions.retry(id)).rejects.toMatchObject({ code: "events.dead_letter_not_found" });
});

test("a dead letter is discarded once", async () => {
  const reaction = failing("junk");
  const reactions = await running([reaction]);
  await log.write(aNote("junk"), aNote("kept"));
  await reaction.heardThe("kept");
  const [letter] = await lettersOf(reactions, reaction.name);
  await reactions.discard(letter?.id ?? "");
  expect(await lettersOf(reactions, reaction.name)).toEqual([]);
  await expect(reactions.discard(letter?.id ?? "")).rejects.toMatchObject({ kind: "not_found" });
});

test("after a restart a reaction goes on where it ended", async () => {
  const reaction = aReaction();
  const first = await running([reaction]);
  await log.write(aNote("a"));
  await reaction.heardThe("a");
  await first.stop();
  await log.write(aNote("b"), aNote("c"));
  await running([reaction]);
  await reaction.heardThe("c");
  expect(reaction.heard).toEqual(["a", "b", "c"]);
});

test("an event whose handling was cut short by the end of the process is delivered again", async () => {
  const reaction = aReaction((text, signal) =>
    text === "begun" && !signal.aborted
      ? new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
      : undefined,
  );
  const first = await running([reaction]);
  await log.write(aNote("done"), aNote("begun"));
  await reaction.heardThe("begun");
  await first.stop();
  const again = { ...aReaction(), name: reaction.name };
  await running([again]);
  await again.heardThe("begun");
  expect(again.heard).toEqual(["begun"]);
});

test("an event that was handled is delivered again when the cursor could not be stored after it", async () => {
  const reaction = aReaction();
  const first = await running([reaction], { storeCursorMs: 0 });
  await log.write(aNote("stored"));
  await reaction.heardThe("stored");
  await first.stop();
  const crash = "update events_reactions set position = position - 1 where name = $1";
  await db.batch([{ name: "crash", text: crash, values: [reaction.name] }]);
  await running([reaction]);
  await log.write(aNote("after the crash"));
  await reaction.heardThe("after the crash");
  expect(reaction.heard).toEqual(["stored", "stored", "after the crash"]);
});

const storedPosition = async (name: string) => {
  const query = db.read.selectFrom("events_reactions").where("name", "=", name).select("position");
  return (await query.executeTakeFirstOrThrow()).position;
};

test("the cursor is stored while a reaction runs, and tried again where that failed", async () => {
  const reaction = aReaction();
  let failures = 2;
  const shaky: Db = {
    ...db,
    write: (statement) => (failures-- > 0 ? Promise.reject(new Error("away")) : db.write(statement)),
  };
  await running([reaction], { storeCursorMs: 1 }, shaky);
  await log.write(aNote("first"));
  await reaction.heardThe("first");
  const { newest } = await log.range();
  await expect.poll(() => storedPosition(reaction.name)).toBe(String(newest));
  expect(failures).toBeLessThan(0);
});

test("a reaction whose cursor can't be stored at the end stops all the same, and hears its last event again", async () => {
  const reaction = aReaction();
  const away = { ...db, write: () => Promise.reject(new Error("no database")) };
  const first = await running([reaction], { storeCursorMs: 60_000 }, away);
  await log.write(aNote("last"));
  await reaction.heardThe("last");
  await first.stop();
  await running([reaction]);
  await log.write(aNote("next"));
  await reaction.heardThe("next");
  expect(reaction.heard).toEqual(["last", "last", "next"]);
});

test("stopping does not wait for a reaction that does not listen", async () => {
  const deaf = aReaction(() => new Promise(() => {}));
  const reactions = await running([deaf], { time: { limitMs: 60_000, graceMs: 10 } });
  await log.write(aNote("anything"));
  await deaf.heardThe("anything");
  await reactions.stop();
});

test("a cascade is stopped when an event has more than five causes, and is reported", async () => {
  const name = `echo ${newId()}`;
  const heard: unknown[] = [];
  const echo: Reaction = {
    name,
    types: ["note.echoed"],
    async handle(event) {
      heard.push(textOf(event));
      const next = aNote(`echo of ${textOf(event)}`, { causationId: event.id }, "note.echoed");
      await log.write(next);
    },
  };
  const reactions = await running([echo]);
  await log.write(aNote("call", { causationId: "a request" }, "note.echoed"));
  await expect
    .poll(() => lettersOf(reactions, name))
    .toMatchObject([{ error: "The cascade is deeper than 5" }]);
  expect(heard).toHaveLength(6);
});
