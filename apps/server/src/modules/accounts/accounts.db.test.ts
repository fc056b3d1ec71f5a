import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import type { PlanWindow } from "../backends/index.ts";
import { aWorld } from "./accounts.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const secret = "secret-key-of-work";

test("a secret is in no reply, event, audit row or column, and what runs the CLI finds it", async () => {
  const { make, accounts, api, told, audited, by, get } = await aWorld(db);
  const made = await make();
  expect(made).toMatchObject({ hint: "work", variable: "ANTHROPIC_API_KEY", state: "usable", hostId: null });
  const next = "another-key-of-work-anew";
  await accounts.change(made.id, { secret: next }, by);
  const { rows } = await db.pool.query("select * from accounts");
  const seen = JSON.stringify([made, await get(made.id), rows, told, audited]);
  expect([seen.includes(secret), seen.includes(next)]).toEqual([false, false]);
  expect(await api.environmentOf(made.id)).toMatchObject({
    ...{ env: { ANTHROPIC_API_KEY: next, CLAUDE_CODE_OAUTH_TOKEN: "" }, secrets: [next] },
  });
  await accounts.remove(made.id, by);
  expect(audited.map(({ action }) => action)).toEqual([
    ...["account.created", "account.changed", "account.removed"],
  ]);
  await expect(api.environmentOf(made.id)).rejects.toMatchObject({ code: "accounts.not_found" });
});

test("a secret that was sealed for one account opens for no other", async () => {
  const { make, api } = await aWorld(db);
  const [one, other] = [await make(), await make({ name: "Other", secret: "secret-of-other" })];
  await db.pool.query(
    "update accounts set sealed_secret = (select sealed_secret from accounts where id = $1) where id = $2",
    [one.id, other.id],
  );
  await expect(api.environmentOf(other.id)).rejects.toMatchObject({ code: "vault.not_opened" });
});

test("a folder, a token and a key of OpenCode each are told in the CLI's own words", async () => {
  const { make, api, here } = await aWorld(db);
  const folder = await make({ kind: "folder", backend: "codex", folder: "/home/ada/codex" });
  expect(folder).toMatchObject({ hostId: here, folder: "/home/ada/codex", hint: null });
  expect(await api.environmentOf(folder.id)).toMatchObject({
    env: { CODEX_HOME: "/home/ada/codex" },
    secrets: [],
  });
  const token = await make({ kind: "token", name: "Plan" });
  expect((await api.environmentOf(token.id)).env).toMatchObject({
    ...{ CLAUDE_CODE_OAUTH_TOKEN: secret, ANTHROPIC_API_KEY: "" },
  });
  const router = await make({ backend: "opencode", variable: "OPENROUTER_API_KEY" });
  expect((await api.environmentOf(router.id)).env).toMatchObject({ OPENROUTER_API_KEY: secret });
});

test("without any, the machine's own sign-in becomes an account of each host, once", async () => {
  const { choose, accounts, there, by, make, api, get } = await aWorld(db);
  const [first, again] = await Promise.all([choose(), choose()]);
  expect(first).toMatchObject({ account: { name: "Machine" } });
  expect(again).toEqual(first);
  expect(await choose({ hostId: there })).toMatchObject({ account: { name: "Machine 2" } });
  if (!("account" in first)) throw new Error("nothing chosen");
  const { id } = first.account;
  expect(await get(id)).toMatchObject({ kind: "machine", isHere: true });
  expect(await api.environmentOf(id)).toEqual({ env: {}, secrets: [] });
  await expect(accounts.remove(id, by)).rejects.toMatchObject({ code: "accounts.only_one" });
  await expect(make({ kind: "machine", name: "Mine" })).rejects.toMatchObject({
    code: "accounts.machine_taken",
  });
  await accounts.change(id, { enabled: false }, by);
  expect(await choose()).toEqual({ refused: 'claude: its only account "Machine" is disabled; enable it' });
  const { id: keyed } = await make();
  await accounts.remove(id, by);
  expect(await choose()).toEqual({ account: { id: keyed, name: "Work" } });
});

test("two that choose at once do not take the same account while another is free", async () => {
  const { make, choose } = await aWorld(db);
  for (const name of ["One", "Two", "Three"]) await make({ name });
  const chosen = await Promise.all([choose(), choose(), choose()]);
  expect(new Set(chosen.map((choice) => ("account" in choice ? choice.account.name : "none"))).size).toBe(3);
});

test("one that is only asked for is not taken", async () => {
  const { make, choose } = await aWorld(db);
  for (const name of ["One", "Two"]) await make({ name });
  const asked = await choose({ takes: false });
  expect(await choose()).toEqual(asked);
  expect(await choose()).not.toEqual(asked);
});

test("a limit holds an account back until it is over, longer each time, and a person may know better", async () => {
  const { make, choose, ended, pass, get, inSeconds, news, accounts, by } = await aWorld(db);
  const { id } = await make();
  await ended(id, "rate_limit");
  expect(news()).toEqual(["account.limited"]);
  expect(await choose()).toEqual({
    ...{ until: inSeconds(60), reason: 'claude: its account "Work" met a limit' },
  });
  expect(await get(id)).toMatchObject({ state: "limited", until: inSeconds(60).toISOString() });
  await ended(id, "rate_limit");
  expect(news()).toEqual([]);
  pass(60);
  expect(await choose()).toMatchObject({ account: { id } });
  await ended(id, "rate_limit");
  expect(await choose()).toMatchObject({ until: inSeconds(120) });
  expect(await accounts.clearLimit(id, by)).toMatchObject({ state: "usable", until: null });
  await ended(id, "rate_limit", inSeconds(7_200));
  expect(await choose()).toMatchObject({ until: inSeconds(7_200) });
});

test.each(["authentication", "billing"] as const)(
  "a fault of %s needs a person, and a success or a new secret clears it",
  async (fault) => {
    const { make, choose, ended, get, news, accounts, by } = await aWorld(db);
    const { id } = await make();
    await ended(id, fault);
    expect(news()).toEqual(["account.faulted"]);
    expect(await choose({ failed: [id] })).toMatchObject({ refused: expect.stringContaining("check it") });
    expect(await get(id)).toMatchObject({ state: "faulted", fault });
    await ended(id, null);
    expect(news()).toEqual(["account.recovered"]);
    expect(await choose()).toMatchObject({ account: { id } });
    await ended(id, fault);
    await accounts.change(id, { secret: "a-new-secret-for-it" }, by);
    expect(await get(id)).toMatchObject({ state: "usable", fault: null });
    expect(news()).toEqual(["account.faulted", "account.recovered"]);
  },
);

test("what began with the secret before says nothing of the one that was given since", async () => {
  const { make, api, get, accounts, by, pass, now } = await aWorld(db);
  const { id } = await make();
  const begunAt = now();
  pass(1);
  await accounts.change(id, { secret: "a-new-secret-for-it" }, by);
  pass(1);
  const end = { accountId: id, backend: "claude", errorClass: "authentication", resetsAt: null } as const;
  await db.transaction((tx) => api.note(tx, { ...end, begunAt, at: now() }));
  expect(await get(id)).toMatchObject({ state: "usable", fault: null });
  pass(1);
  await db.transaction((tx) => api.note(tx, { ...end, begunAt: now(), at: now() }));
  expect(await get(id)).toMatchObject({ state: "faulted" });
});

test("a backend that fails five times in a row is left alone here, and tried once a minute", async () => {
  const { make, choose, ended, pass, get, inSeconds, there } = await aWorld(db);
  const { id } = await make();
  for (const errorClass of ["overloaded", "network", "network", "network", "network"] as const)
    await ended(id, errorClass);
  expect(await choose()).toMatchObject({ until: inSeconds(60) });
  expect(await get(id)).toMatchObject({ state: "held", until: inSeconds(60).toISOString() });
  expect(await choose({ hostId: there })).toMatchObject({ account: { id } });
  pass(60);
  const tries = await Promise.all([choose(), choose()]);
  expect(tries.map((choice) => "account" in choice).toSorted()).toEqual([false, true]);
  await ended(id, null);
  expect(await choose()).toMatchObject({ account: { id } });
});

test("one of a CLI is its default, and a name stands once in it, in whatever case", async () => {
  const { make, accounts, by, get, choose } = await aWorld(db);
  const first = await make({ isDefault: true });
  const second = await make({ name: "Second", isDefault: true });
  expect([(await get(first.id))?.isDefault, second.isDefault]).toEqual([false, true]);
  expect(await choose()).toMatchObject({ account: { id: second.id } });
  expect(await choose()).toMatchObject({ account: { id: second.id } });
  await expect(make({ name: "wORK" })).rejects.toMatchObject({ code: "accounts.name_taken" });
  await make({ name: "wORK", backend: "gemini" });
  const rename = accounts.change(second.id, { name: "Work" }, by);
  await expect(rename).rejects.toMatchObject({ code: "accounts.name_taken" });
  expect(await accounts.change(second.id, { isDefault: false }, by)).toMatchObject({ isDefault: false });
});

test("what is not there, or has no secret, is refused", async () => {
  const { make, accounts, by, choose } = await aWorld(db);
  const gone = newId();
  await expect(accounts.change(gone, { enabled: false }, by)).rejects.toMatchObject({
    code: "accounts.not_found",
  });
  await expect(accounts.remove(gone, by)).rejects.toMatchObject({ code: "accounts.not_found" });
  await expect(accounts.clearLimit(gone, by)).rejects.toMatchObject({ code: "accounts.not_found" });
  const { id } = await make({ kind: "folder", folder: "/home/ada/claude" });
  await expect(accounts.change(id, { secret }, by)).rejects.toMatchObject({ code: "accounts.no_secret" });
  expect(await choose({ accountId: gone })).toEqual({ refused: "claude: there is no such account; add one" });
});

test("the list goes by CLI and name, a page at a time", async () => {
  const { make, accounts } = await aWorld(db);
  await make({ name: "b", backend: "gemini" });
  for (const name of ["C", "a", "B"]) await make({ name });
  const first = await accounts.list({ limit: 2 });
  expect(first.items.map(({ name }) => name)).toEqual(["a", "B"]);
  const second = await accounts.list({ limit: 2, cursor: first.nextCursor ?? undefined });
  expect(second.items.map(({ backend, name }) => [backend, name])).toEqual([
    ["claude", "C"],
    ["gemini", "b"],
  ]);
  expect(second.nextCursor).toBeNull();
});

test("what waits is woken by an account that is new, or may be used again, and by no other change", async () => {
  const { make, accounts, by, freed } = await aWorld(db);
  const { id } = await make();
  expect(freed()).toBe(1);
  await accounts.change(id, { name: "Home" }, by);
  await accounts.change(id, { enabled: false }, by);
  expect(freed()).toBe(0);
  await accounts.change(id, { enabled: true }, by);
  await accounts.change(id, { secret: "a-new-secret-for-it" }, by);
  await accounts.clearLimit(id, by);
  expect(freed()).toBe(3);
});

/** A window of a plan, as a CLI told of it so many minutes ago. */
const aWindow = (now: Date, told: Partial<PlanWindow> & { minutesAgo?: number } = {}): PlanWindow => ({
  ...{ name: "five_hour", usedPercent: 40, isMet: false },
  resetsAt: new Date(now.getTime() + 3_600_000),
  toldAt: new Date(now.getTime() - (told.minutesAgo ?? 0) * 60_000),
  ...(told.usedPercent === undefined ? {} : { usedPercent: told.usedPercent }),
  ...(told.name === undefined ? {} : { name: told.name }),
  ...(told.resetsAt === undefined ? {} : { resetsAt: told.resetsAt }),
});

test("an account tells how much of its plan is used as its CLI told last, and nothing of a window that is over", async () => {
  const { make, get, now, pass, noteWindows } = await aWorld(db);
  const { id, windows } = await make();
  expect(windows).toEqual([]);
  const week = aWindow(now(), { name: "seven_day", usedPercent: null, resetsAt: null });
  await noteWindows(id, [aWindow(now(), { minutesAgo: 5 }), week]);
  await noteWindows(id, [aWindow(now(), { usedPercent: 55 })]);
  await noteWindows(id, [aWindow(now(), { usedPercent: 10, minutesAgo: 9 })]);
  const [resetsAt, toldAt] = [new Date(now().getTime() + 3_600_000).toISOString(), now().toISOString()];
  const told = { isMet: false, isOver: false, toldAt };
  const other = { ...told, name: "seven_day", usedPercent: null, resetsAt: null };
  const open = { ...told, name: "five_hour", usedPercent: 55, resetsAt };
  expect((await get(id))?.windows).toEqual([open, other]);
  pass(3_600);
  expect((await get(id))?.windows).toEqual([{ ...open, usedPercent: null, isOver: true }, other]);
});

test("what was told of a login is forgotten with its secret, and with the account", async () => {
  const { make, accounts, by, get, now, noteWindows } = await aWorld(db);
  const { id } = await make();
  await noteWindows(id, [aWindow(now())]);
  await accounts.change(id, { name: "Home" }, by);
  expect((await get(id))?.windows).toHaveLength(1);
  await accounts.change(id, { secret: "a-new-secret-for-it" }, by);
  expect((await get(id))?.windows).toEqual([]);
  await noteWindows(id, [aWindow(now())]);
  await accounts.remove(id, by);
  await noteWindows(id, [aWindow(now())]);
  expect((await db.pool.query("select * from accounts_windows")).rows).toEqual([]);
});

test("of windows that go by ever new names, those that were told last are kept", async () => {
  const { make, get, now, noteWindows } = await aWorld(db);
  const { id } = await make();
  for (let number = 20; number > 0; number--)
    await noteWindows(id, [aWindow(now(), { name: `window_${number}`, minutesAgo: number })]);
  const kept = (await get(id))?.windows.map(({ name }) => name);
  expect([kept?.length, kept?.includes("window_1"), kept?.includes("window_13")]).toEqual([12, true, false]);
});
