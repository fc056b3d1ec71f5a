import { expect, test } from "vitest";
import { HeldRequests } from "./held-requests.ts";

const asked = { unable: () => null, runsAs: null, replyTo: () => ({}) };

/** A connection that a test closes, or that takes what is replied. */
function aConnection() {
  const closed = new AbortController();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  return { gone: () => closed.signal, sent: () => promise, close: () => closed.abort(), takes: resolve };
}

test("a held hook gets its answer, and its sender is told that it arrived", async () => {
  const held = new HeldRequests();
  const connection = aConnection();
  const reply = held.hold("q1", asked, connection);
  const arrived = held.reply("q1", { yes: true });
  expect(await reply).toEqual({ yes: true });
  connection.takes(true);
  expect(await arrived).toBe(true);
  expect(held.asked("q1")).toBeNull();
});

test("what the client did not take whole has not arrived", async () => {
  const held = new HeldRequests();
  const connection = aConnection();
  void held.hold("q1", asked, connection);
  const arrived = held.reply("q1", {});
  connection.takes(false);
  expect(await arrived).toBe(false);
});

test("a hook whose client went, or that was let go, can't be answered", async () => {
  const held = new HeldRequests();
  const connection = aConnection();
  const gone = held.hold("q1", asked, connection);
  const released = held.hold("q2", asked, aConnection());
  connection.close();
  held.release("q2");
  expect(await Promise.all([gone, released])).toEqual([null, null]);
  expect(await Promise.all([held.reply("q1", {}), held.reply("q2", {})])).toEqual([false, false]);
});

test("a question that is asked again is held on its newest connection alone", async () => {
  const held = new HeldRequests();
  const first = held.hold("q1", asked, aConnection());
  const newest = aConnection();
  const second = held.hold("q1", asked, newest);
  expect(await first).toBeNull();
  void held.reply("q1", "yes");
  expect(await second).toBe("yes");
});

test("no more than two hundred are held; a stop lets all go", async () => {
  const held = new HeldRequests();
  const all = Array.from({ length: 201 }, (_, number) => held.hold(`q${number}`, asked, aConnection()));
  expect(await all[200]).toBeNull();
  held.stop();
  expect(new Set(await Promise.all(all))).toEqual(new Set([null]));
});
