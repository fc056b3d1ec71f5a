import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aQueue } from "./executions.testing.ts";
import { searchLog } from "./search-log.ts";
import { logAsText } from "./write-log.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const query = { after: 0, limit: 50 };

/** An execution whose log has these pieces, each of several lines. */
async function aLog(pieces: readonly (readonly string[])[]): Promise<string> {
  const { queue } = await aQueue(db);
  const { id } = await queue();
  let first = 1;
  for (const lines of pieces) {
    await db.pool.query(
      "insert into executions_log (execution_id, first_line, lines, text) values ($1, $2, $3, $4)",
      [id, first, lines.length, lines.map((line) => `1700000000000 o ${line}\n`).join("")],
    );
    first += lines.length;
  }
  return id;
}

test("lines are found by plain words in either case, with their numbers, and not by when they were printed", async () => {
  const id = await aLog([
    ["Paint it", "100% Teal.*"],
    ["nothing", "a TEAL door", "17 doors"],
  ]);
  const found = async (text: string) =>
    (await searchLog(db.read, id, { ...query, text })).hits.map(({ number, text: line }) => [number, line]);
  expect(await found("teal")).toEqual([
    [2, "100% Teal.*"],
    [4, "a TEAL door"],
  ]);
  expect(await found("l.*")).toEqual([[2, "100% Teal.*"]]);
  expect(await found("17")).toEqual([[5, "17 doors"]]);
  expect(await found("%t")).toEqual([]);
  expect(await searchLog(db.read, newId(), { ...query, text: "teal" })).toEqual({ hits: [], next: null });
});

test("hits come a page at a time, also in the middle of a piece, each once", async () => {
  const id = await aLog(Array.from({ length: 40 }, (_, at) => [`hit ${at}`, "no", `Hit again ${at}`]));
  const numbers: number[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<typeof searchLog>> = await searchLog(db.read, id, {
      ...{ text: "hit", after, limit: 7 },
    });
    numbers.push(...page.hits.map(({ number }) => number));
    after = page.next;
  }
  const expected = Array.from({ length: 40 }, (_, at) => [3 * at + 1, 3 * at + 3]).flat();
  expect(numbers).toEqual(expected);
});

test("of a long log a part is searched at a time, and the search goes on behind it", async () => {
  const id = await aLog([...Array.from({ length: 50 }, () => ["x".repeat(1_000)]), ["the word"]]);
  let asked = 0;
  for (let after: number | null = 0; after !== null; asked++) {
    const limits = { letters: 10_000, ms: 60_000 };
    const page = await searchLog(db.read, id, { ...query, text: "the word", after }, limits);
    expect(page.hits.map(({ number }) => number)).toEqual(page.next === null ? [51] : []);
    after = page.next;
  }
  expect(asked).toBe(6);
  const once = await searchLog(db.read, id, { ...query, text: "word" }, { letters: 1e9, ms: 0 });
  expect(once).toEqual({ hits: [], next: 1 });
});

test("a log of a million lines answers at once, and is searched whole in a few questions", async () => {
  const { queue } = await aQueue(db);
  const { id } = await queue();
  await db.pool.query(
    `insert into executions_log (execution_id, first_line, lines, text)
    select $1, piece * 1000 + 1, 1000, repeat(E'1700000000000 o a line of a log\\n', 999) ||
      case when piece = 999 then E'1700000000000 o the last\\n' else E'1700000000000 o no\\n' end
    from generate_series(0, 999) piece`,
    [id],
  );
  const hits: number[] = [];
  let asked = 0;
  for (let after: number | null = 0; after !== null; asked++) {
    const page: Awaited<ReturnType<typeof searchLog>> = await searchLog(db.read, id, {
      ...{ ...query, text: "THE LAST", after },
    });
    hits.push(...page.hits.map(({ number }) => number));
    after = page.next;
  }
  expect(hits).toEqual([1_000_000]);
  expect(asked).toBeGreaterThan(1);
});

test("of a long line, what stands around the words is told", async () => {
  const id = await aLog([[`${"a".repeat(5_000)}word${"b".repeat(5_000)}`]]);
  const { hits } = await searchLog(db.read, id, { ...query, text: "WORD" });
  expect(hits[0]?.text).toBe(`…${"a".repeat(80)}word${"b".repeat(216)}…`);
});

test("a log is written as text piece by piece, with the time and the stream of each line", async () => {
  const id = await aLog(Array.from({ length: 40 }, (_, at) => [`one ${at}`, `two ${at}`]));
  const pieces: string[] = [];
  for await (const piece of logAsText(db.read, id)) pieces.push(piece);
  expect(pieces).toHaveLength(40);
  const lines = pieces.join("").split("\n");
  expect(lines).toHaveLength(81);
  expect(lines[0]).toBe("2023-11-14T22:13:20.000Z out one 0");
  expect(lines[79]).toBe("2023-11-14T22:13:20.000Z out two 39");
});
