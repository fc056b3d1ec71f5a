import { afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../database/database.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { aNodeWith } from "../nodes/testing.ts";
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
  const node = newId();
  const made = createReactions({
    db: database,
    log: silentLog,
    feed: log,
    clock: systemClock,
    node,
    reactions,
    limits: { retryDelaysMs: [1, 1], gatherMs: 0, ...limits },
  });
  await made.start?.();
  const loops = await aNodeWith(made.loops, { db: database, node });
  releases.push(loops.stop);
  return { ...made, ...loops };
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
      return [];
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

/** The letter that a reaction parks, once it did. */
const letterOf = async (reactions: Awaited<ReturnType<typeof running>>, name: string): Promise<string> => {
  await expect.poll(() => lettersOf(reactions, name)).toHaveLength(1);
  const [letter] = await lettersOf(reactions, name);
  return letter?.id ?? "";
};

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
  await expect
    .poll(() => lettersOf(reactions, reaction.name))
    .toMatchObject([{ attempts: 3, error: "can't bear poison" }]);
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
  await expect
    .poll(() => lettersOf(reactions, hanging.name))
    .toMatchObject([{ attempts: 1, error: "Took longer than 10 ms" }, { attempts: 1 }]);
});

test("a dead letter is retried by hand: it counts another failure or leaves the list", async () => {
  let cured = false;
  const reaction = aReaction((text) => {
    if (text === "ill" && !cured) throw new Error("still ill");
  });
  const reactions = await running([reaction]);
  await log.write(aNote("ill"), aNote("well"));
  await reaction.heardThe("well");
  const id = await letterOf(reactions, reaction.name);

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
  const id = await letterOf(reactions, reaction.name);
  await reactions.discard(id);
  expect(await lettersOf(reactions, reaction.name)).toEqual([]);
  await expect(reactions.discard(id)).rejects.toMatchObject({ kind: "not_found" });
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

/** A reaction that writes down each event in a table of the test's. */
const aScribe = async (spell: (text: string) => string = (text) => text) => {
  const table = `scribe_${newId().replaceAll("-", "")}`;
  await db.pool.query(`create table ${table} (at serial, text text check (text <> 'unspeakable'))`);
  const reaction: Reaction = {
    name: table,
    types: ["note.written"],
    handle: async (event) => [
      {
        name: table,
        text: `insert into ${table} (text) values ($1)`,
        values: [spell(String(textOf(event)))],
      },
    ],
  };
  const written = async () => {
    const { rows } = await db.pool.query<{ text: string }>(`select text from ${table} order by at`);
    return rows.map(({ text }) => text);
  };
  return { ...reaction, written };
};

test("statements of a reaction are committed with its place in the log: each once, whatever is delivered again", async () => {
  const scribe = await aScribe();
  let answersLost = 2;
  const shaky: Db = {
    ...db,
    async batch(statements) {
      const rows = await db.batch(statements);
      if (answersLost-- > 0)
        throw new AppError("unavailable", "database.connection_lost", "The answer was lost");
      return rows;
    },
  };
  await running([scribe], {}, shaky);
  for (const text of ["a", "b", "c"]) await log.write(aNote(text));
  await expect.poll(scribe.written).toEqual(["a", "b", "c"]);
});

test("a statement that can't be committed parks its event alone", async () => {
  const scribe = await aScribe();
  const reactions = await running([scribe], { gatherMs: 100 });
  await log.write(aNote("one"));
  await log.write(aNote("two"), aNote("unspeakable"), aNote("three"));
  await expect.poll(scribe.written).toEqual(["one", "two", "three"]);
  await expect
    .poll(() => lettersOf(reactions, scribe.name))
    .toMatchObject([{ error: expect.stringContaining("violates check constraint") }]);
});

test("a node that was paused for longer than its lease commits nothing any more", async () => {
  const hold = Promise.withResolvers<void>();
  const scribe = await aScribe();
  let paused = false;
  const slow: Db = {
    ...db,
    async batch(statements) {
      if (paused) await hold.promise;
      return db.batch(statements);
    },
    async write(statement) {
      if (paused) await hold.promise;
      return db.write(statement);
    },
  };
  const first = await running([scribe], {}, slow);
  await expect.poll(() => first.status()).toMatchObject([{ state: "running" }]);
  paused = true;
  await log.write(aNote("seen by both"));
  const text = "update nodes_leases set held_until = now() - interval '1 second' where name = $1";
  await db.write({ name: "pause", text, values: [`reaction ${scribe.name}`] });
  await running([scribe]);
  await expect.poll(scribe.written).toEqual(["seen by both"]);
  paused = false;
  hold.resolve();
  await log.write(aNote("seen by one"));
  await expect.poll(scribe.written).toEqual(["seen by both", "seen by one"]);
});

test("how far a reaction came is kept though no event was for it", async () => {
  const reaction = aReaction();
  const deaf = { ...reaction, types: ["note.removed"] };
  await running([deaf], { passMs: 0 });
  await log.write(aNote("not for it"));
  const { newest } = await log.range();
  await expect.poll(() => storedPosition(deaf.name)).toBe(String(newest));
});

const storedPosition = async (name: string) => {
  const query = db.read.selectFrom("events_reactions").where("name", "=", name).select("position");
  return (await query.executeTakeFirst())?.position;
};

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
      return [];
    },
  };
  const reactions = await running([echo]);
  await log.write(aNote("call", { causationId: "a request" }, "note.echoed"));
  await expect
    .poll(() => lettersOf(reactions, name))
    .toMatchObject([{ error: "The cascade is deeper than 5" }]);
  expect(heard).toHaveLength(6);
});

test("where nothing follows from what a reaction does, no chain of causes is too long, and its place is kept seldom", async () => {
  const reaction: Reaction & { heard: unknown[] } = { ...aReaction(), isSink: true };
  let batches = 0;
  const counted: Db = {
    ...db,
    batch(statements) {
      batches += 1;
      return db.batch(statements);
    },
  };
  const reactions = await running([reaction], { passMs: 60_000 }, counted);
  let cause = aNote("first");
  await log.write(cause);
  for (let depth = 0; depth < 8; depth++) {
    cause = aNote(`effect ${depth}`, { causationId: cause.id });
    await log.write(cause);
  }
  await expect.poll(() => reaction.heard).toHaveLength(9);
  expect(await lettersOf(reactions, reaction.name)).toEqual([]);
  expect(batches).toBeLessThanOrEqual(1);
});
