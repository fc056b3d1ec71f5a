import type { NotificationReason } from "@signalbox/contract/notification-channels";
import { usualPreferences } from "@signalbox/contract/notifications";
import { expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type ChannelFacts, decide, type Notice, type PersonFacts } from "./decide.ts";
import type { Paced } from "./pace.ts";

const now = new Date("2026-01-10T12:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

const aNotice = (agentId: string, reason: NotificationReason, more: Partial<Notice> = {}): Notice => ({
  ...{
    id: newId(),
    agentId,
    reason,
    projectId: null,
    personaId: null,
    remindsUserId: null,
    at: now,
    stands: true,
  },
  questionId: ["permission", "plan", "question"].includes(reason) ? newId() : null,
  ...more,
});
const aChannel = (more: Partial<ChannelFacts> = {}): ChannelFacts => ({
  ...{ id: newId(), kind: "ntfy", name: "Phone", deviceId: null, rules: [], taken: [], ...more },
});
const aPerson = (channels: readonly ChannelFacts[], more: Partial<PersonFacts> = {}): PersonFacts => ({
  ...{ userId: "ada", preferences: usualPreferences, channels, looks: new Map(), ...more },
});
const taken = (agentId: string, secondsAgo: number, more: Partial<Paced> = {}): Paced => ({
  ...{ id: newId(), agentId, reason: "finished", isDigest: false, waits: false, stands: true },
  ...{ createdAt: later(-secondsAgo), dueAt: later(-secondsAgo), ...more },
});
const decided = (notices: readonly Notice[], ...people: readonly PersonFacts[]) =>
  decide(notices, people, { now, newId });
const told = (notices: readonly Notice[], ...people: readonly PersonFacts[]) =>
  decided(notices, ...people).deliveries.map(({ state, why }) => why ?? state);

test("a permission goes after a moment to every channel that wants it", () => {
  const [phone, mail] = [aChannel(), aChannel({ kind: "email" })];
  const deaf = aChannel({
    rules: [{ projectId: null, personaId: null, reason: "permission", wanted: false }],
  });
  const { deliveries } = decided([aNotice("a", "permission")], aPerson([phone, mail, deaf]));
  expect(deliveries.map(({ channel, state, dueAt }) => [channel.id, state, dueAt])).toEqual([
    [phone.id, "waiting", later(1)],
    [mail.id, "waiting", later(1)],
  ]);
});

test("silence is told only to who asked for it", () => {
  const rules = [{ projectId: null, personaId: null, reason: "silence", wanted: true } as const];
  expect(told([aNotice("a", "silence")], aPerson([aChannel()]))).toEqual([]);
  expect(told([aNotice("a", "silence")], aPerson([aChannel({ rules })]))).toEqual(["waiting"]);
});

test("a project's own word goes before the one for all", () => {
  const rules = [
    { projectId: null, personaId: null, reason: "finished", wanted: false },
    { projectId: "shop", personaId: null, reason: "finished", wanted: true },
  ] as const;
  const person = aPerson([aChannel({ rules })]);
  expect(told([aNotice("a", "finished", { projectId: "shop" })], person)).toEqual(["waiting"]);
  expect(told([aNotice("a", "finished", { projectId: "blog" })], person)).toEqual([]);
});

test("a persona's own word goes before its project's", () => {
  const rules = [
    { projectId: "shop", personaId: null, reason: "finished", wanted: true },
    { projectId: null, personaId: "ada", reason: "finished", wanted: false },
  ] as const;
  const person = aPerson([aChannel({ rules })]);
  const finished = (personaId: string | null) =>
    told([aNotice("a", "finished", { projectId: "shop", personaId })], person);
  expect(finished("ada")).toEqual([]);
  expect(finished("con")).toEqual(["waiting"]);
  expect(finished(null)).toEqual(["waiting"]);
});

test("a question that was answered meanwhile is told to nobody", () => {
  expect(told([aNotice("a", "permission", { stands: false })], aPerson([aChannel()]))).toEqual([]);
});

test("a device whose page is in view on the agent is not told of it; others are", () => {
  const looks = new Map([["laptop", "a"]]);
  const person = aPerson([aChannel({ deviceId: "laptop" }), aChannel({ deviceId: "phone" })], { looks });
  expect(told([aNotice("a", "permission")], person)).toEqual([
    "Its page was in view on this device",
    "waiting",
  ]);
  expect(told([aNotice("b", "permission")], person)).toEqual(["waiting", "waiting"]);
});

test("one more of an agent within five seconds waits for their end", () => {
  const channel = aChannel({ taken: [taken("a", 2)] });
  const { deliveries } = decided([aNotice("a", "permission"), aNotice("b", "finished")], aPerson([channel]));
  expect(deliveries.map(({ dueAt }) => dueAt)).toEqual([later(3), now]);
});

test("of two that wait for the end of those seconds the more pressing stays, the newer of equals", () => {
  const waits = taken("a", -3, { waits: true, createdAt: later(-1), reason: "permission" });
  const busy = aPerson([aChannel({ taken: [waits] })]);
  expect(told([aNotice("a", "finished")], busy)).toEqual(["A more pressing one of its agent was on its way"]);
  expect(decided([aNotice("a", "permission")], busy)).toMatchObject({
    replaced: [waits.id],
    deliveries: [{ state: "waiting", dueAt: later(3) }],
  });
  const fresh = aPerson([aChannel({ taken: [taken("a", 1)] })]);
  expect(told([aNotice("a", "finished"), aNotice("a", "permission")], fresh)).toEqual([
    "A newer one of its agent took its place",
    "waiting",
  ]);
});

test("one that waits and was answered meanwhile is in nobody's way", () => {
  const moot = taken("a", -3, { waits: true, stands: false, createdAt: later(-1), reason: "permission" });
  const { deliveries, replaced } = decided(
    [aNotice("a", "finished")],
    aPerson([aChannel({ taken: [moot] })]),
  );
  expect(deliveries).toMatchObject([{ state: "waiting", dueAt: now }]);
  expect(replaced).toEqual([]);
});

test("more than so many within a minute become one, which goes when that minute is over", () => {
  const person = aPerson([aChannel({ taken: [taken("x", 20)] })], {
    preferences: { ...usualPreferences, digestAbove: 3 },
  });
  const { deliveries } = decided(
    ["a", "b", "c", "d", "e"].map((agent) => aNotice(agent, "finished")),
    person,
  );
  const digest = deliveries.find(({ kind }) => kind === "digest");
  expect(deliveries.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "notice waiting",
    "notice waiting",
    "digest waiting",
    "notice gathered",
    "notice gathered",
    "notice gathered",
  ]);
  expect(digest?.dueAt).toEqual(later(40));
  expect(deliveries.slice(3).map(({ digestId }) => digestId)).toEqual([digest?.id, digest?.id, digest?.id]);
});

test("what is asked in quiet hours is kept back and told at their end", () => {
  const preferences = { ...usualPreferences, quiet: { from: "11:00", until: "14:30" } };
  const notices = [aNotice("a", "permission"), aNotice("b", "finished")];
  const { deliveries, reminders } = decided(notices, aPerson([aChannel()], { preferences }));
  expect(deliveries.map(({ why }) => why)).toEqual(["Quiet hours", "Quiet hours"]);
  expect(reminders).toEqual([
    { userId: "ada", noticeId: notices[0]?.id, at: new Date("2026-01-10T14:30:00Z") },
  ]);
});

test("an unanswered question is told again after the person's time, once, and to that person alone", () => {
  const preferences = { ...usualPreferences, remindAfterMinutes: 10 };
  const asked = aNotice("a", "question");
  const [ada, bob] = [aPerson([aChannel()], { preferences }), aPerson([aChannel()], { userId: "bob" })];
  expect(decided([asked], ada, bob).reminders).toEqual([
    { userId: "ada", noticeId: asked.id, at: later(600) },
  ]);
  const late = decided([{ ...asked, at: later(-3_600) }], ada).reminders;
  expect(late.map(({ at }) => at)).toEqual([later(600)]);
  const again = decided([{ ...asked, remindsUserId: "ada" }], ada, bob);
  expect(again.deliveries.map(({ userId, kind }) => [userId, kind])).toEqual([["ada", "reminder"]]);
  expect(again.reminders).toEqual([]);
});
