import { join } from "node:path";
import type { Question } from "@signalbox/contract/agents";
import type { Answer } from "@signalbox/contract/answers";
import { aPushBrowser } from "@signalbox/testkit/push-browser";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { type ChannelRow, insertChannel } from "../channels/channels.repository.ts";
import { writeSettings } from "../channels/settings.ts";
import { openKeys } from "../keeping/key-folder.ts";
import type { GiveAnswer } from "../ports.ts";
import { createOffers } from "./offers.ts";

let db: TestDatabase;
const folder = temporaryFolder("offers");
const keys = openKeys(join(folder, "keys"));
const device = aPushBrowser("https://push.example/device");
const signInId = newId();
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => {
  await db.close();
  removeFolder(folder);
});

const question: Question = {
  ...{ id: newId(), agentId: newId(), commandId: null, turnId: null, kind: "permission", state: "open" },
  ...{ version: 3, tool: "Bash", text: "npm test", input: { command: "npm test" }, parts: [], plan: null },
  ...{ terminalOnly: false, answerId: null, callTurnId: null, at: new Date().toISOString(), closedAt: null },
};

/** A device with the buttons of a question, and what was answered by them. */
async function offered() {
  let now = Date.now();
  let scopes: readonly ("read" | "answer")[] = ["read", "answer"];
  const given: Parameters<GiveAnswer>[0][] = [];
  const answer: GiveAnswer = async (one) => {
    given.push(one);
    const settled: Answer = {
      ...{ id: newId(), questionId: one.questionId, agentId: question.agentId, content: one.content },
      ...{ way: "held_hook", state: "delivered", problem: null, callTurnId: null, by: one.by.name },
      ...{ at: new Date(now).toISOString(), settledAt: new Date(now).toISOString() },
    };
    return settled;
  };
  const offers = createOffers({
    ...{ db, keys, answer, clock: { now: () => new Date(now) } },
    people: { signedIn: async (id) => ({ id, name: "Phone", scopes }) },
  });
  const { id: userId } = await db.read.selectFrom("auth_users").select("id").executeTakeFirstOrThrow();
  const id = newId();
  const { subscription } = device;
  const settings = { kind: "web_push", name: "Phone", deviceId: newId(), subscription } as const;
  const channel: ChannelRow = {
    ...{
      id,
      user_id: userId,
      kind: "web_push",
      name: "Phone",
      target: "push.example",
      enabled: true,
      off_reason: null,
      endpoint_digest: null,
    },
    ...{ sealed_settings: await keys.seal(id, writeSettings(settings)), device_id: settings.deviceId },
    ...{ sign_in_id: signInId, with_content: true, created_at: new Date() },
  };
  await db.transaction((tx) => insertChannel(tx, channel));
  const buttons = await offers.buttons(newId(), channel, { question, held: true, whole: true });
  const press = (at: number, endpoint = device.endpoint) =>
    offers.redeem({ token: buttons[at]?.token ?? "", endpoint, correlationId: "c", address: undefined });
  return {
    ...{ offers, channel, given, press },
    pass: (ms: number) => {
      now += ms;
    },
    mayOnlyRead: () => {
      scopes = ["read"];
    },
  };
}

test("of presses at once one answers: the question as it was seen, as the sign-in of the device", async () => {
  const { press, given } = await offered();
  const presses = await Promise.allSettled([press(0), press(0), press(1), press(1)]);
  expect(presses.map(({ status }) => status).sort()).toEqual([
    "fulfilled",
    "rejected",
    "rejected",
    "rejected",
  ]);
  expect(given).toMatchObject([
    { questionId: question.id, version: 3, by: { actor: `sign_in:${signInId}`, name: "Phone" } },
  ]);
});

test("after half an hour a button works no more", async () => {
  const { press, pass, given } = await offered();
  pass(30 * 60_000);
  await expect(press(0)).rejects.toThrow("works no more");
  expect(given).toEqual([]);
});

test("a sign-in that may answer no longer answers by no button, and is offered none", async () => {
  const { press, mayOnlyRead, offers, channel, given } = await offered();
  mayOnlyRead();
  await expect(press(0)).rejects.toThrow("works no more");
  expect(await offers.buttons(newId(), channel, { question, held: true, whole: true })).toEqual([]);
  expect(given).toEqual([]);
});

test("another device has no use for a token, and one that was made up is none", async () => {
  const { press, offers, given } = await offered();
  await expect(press(0, "https://push.example/another")).rejects.toThrow("works no more");
  for (const token of ["", ".", "e30.e30", "a.b.c"])
    await expect(
      offers.redeem({ token, endpoint: device.endpoint, correlationId: "c", address: undefined }),
    ).rejects.toThrow("works no more");
  expect(given).toEqual([]);
});

test("only a permission whose hook waits, and that is shown whole, comes with buttons", async () => {
  const { offers, channel } = await offered();
  const buttons = (about: Partial<Question>, { held = true, whole = true } = {}) =>
    offers.buttons(newId(), channel, { question: { ...question, ...about }, held, whole });
  expect(await buttons({}, { held: false })).toEqual([]);
  expect(await buttons({}, { whole: false })).toEqual([]);
  expect(await buttons({ kind: "plan" })).toEqual([]);
  expect(await buttons({ terminalOnly: true })).toEqual([]);
  expect(await buttons({})).toHaveLength(2);
});
