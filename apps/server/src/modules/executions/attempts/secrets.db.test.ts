import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "../../../kernel/errors.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { account, aWorld, claude, done, say } from "./attempts.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const gone = new AppError("not_found", "accounts.not_found", "There is no such account");

/** One account whose secret the program prints once it is let. */
async function aWorldWith(secret: string) {
  const given = { secret, isThere: true };
  const world = await aWorld(db, [{ id: account("1") }], {
    accounts: {
      environmentOf: async () => {
        if (!given.isThere) throw gone;
        return { env: { KEY: given.secret }, secrets: [given.secret] };
      },
    },
  });
  const go = join(world.folder, "go");
  const prompt = `while [ ! -e ${go} ]; do sleep 0.05; done; echo my key is $KEY; ${done}`;
  const { id } = await world.queue({ prompt });
  await world.as(id, "its start", ({ supervisor_pid }) => supervisor_pid !== null);
  return {
    given,
    /** All that is kept of it. */
    kept: async () => {
      writeFileSync(go, "");
      return JSON.stringify([await world.over(id), await world.linesOf(id)]);
    },
  };
}

test("what an account is known by is not kept of what its CLI prints", async () => {
  const { kept } = await aWorldWith("not-for-anybody");
  const all = await kept();
  expect(all).toContain("my key is ");
  expect(all).not.toContain("not-for-anybody");
});

test("the same where the account is removed while it runs", async () => {
  const { given, kept } = await aWorldWith("not-for-anybody");
  given.isThere = false;
  expect(await kept()).not.toContain("not-for-anybody");
});

test("the same where it is given another secret while it runs", async () => {
  const { given, kept } = await aWorldWith("not-for-anybody");
  given.secret = "another-of-them";
  expect(await kept()).not.toContain("not-for-anybody");
});

test("the same where it is printed within JSON, in the log and in the result", async () => {
  const secret = 'not"for\\anybody';
  const { queue, over, linesOf } = await aWorld(db, [{ id: account("1") }], {
    accounts: { environmentOf: async () => ({ env: {}, secrets: [secret] }) },
  });
  const prompt = `cat <<'X'\n${JSON.stringify({ type: "result", is_error: false, result: secret })}\nX\n`;
  const { id } = await queue({ prompt });
  const { result } = await over(id);
  const [line] = await linesOf(id);
  expect(result).not.toContain("anybody");
  expect(line?.text).not.toContain("anybody");
});

test("one whose secret can't be opened is passed over, and keeps no others from running", async () => {
  const world = await aWorld(db, [{ id: account("1") }, { id: account("2") }], {
    accounts: {
      environmentOf: async (id) => {
        if (id === account("1")) throw gone;
        return { env: {}, secrets: [] };
      },
    },
  });
  const { queue, over, attempts } = world;
  const { id } = await queue({ prompt: say({ result: "Done" }), chain: [claude(account("1")), claude()] });
  expect(await over(id)).toMatchObject({ state: "succeeded" });
  expect(await attempts(id)).toMatchObject([
    { errorClass: "authentication", reason: "Its account can't be used: There is no such account" },
    { state: "succeeded" },
  ]);
  const alone = await queue({ chain: [claude(account("1"))] });
  expect(await over(alone.id)).toMatchObject({ state: "failed", error_class: "authentication" });
});
