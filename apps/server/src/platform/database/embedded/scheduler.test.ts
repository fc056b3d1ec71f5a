import { expect, test } from "vitest";
import { GroupCommit } from "./group-commit.ts";
import type { Answer } from "./protocol.ts";
import { Scheduler } from "./scheduler.ts";
import { message, messageType, query, transactionStatus } from "./wire.ts";

/** A session that knows transactions and remembers what it was asked. */
function scriptedSession() {
  let status: number = transactionStatus.idle;
  const asked: string[] = [];
  const next: Record<string, number> = {
    begin: transactionStatus.open,
    fail: transactionStatus.failed,
    commit: transactionStatus.idle,
    rollback: transactionStatus.idle,
  };
  const exchange = (bytes: Buffer): Buffer => {
    const text = bytes[0] === messageType.query ? bytes.toString("utf8", 5, bytes.length - 1) : "flush";
    asked.push(text);
    if (text === "flush" && status === transactionStatus.failed)
      return message(messageType.error, Buffer.alloc(1));
    status = next[text] ?? status;
    return message(messageType.ready, Buffer.of(status));
  };
  return { asked, exchange };
}

function world(transactionLimitMs = 60_000) {
  const { asked, exchange } = scriptedSession();
  const sent: Answer[] = [];
  const ended: number[] = [];
  const overdue = Promise.withResolvers<void>();
  const send = (answers: readonly Answer[]) => void sent.push(...answers);
  const groupCommit = new GroupCommit({ exchange, release: send, holdMs: 60_000 });
  const scheduler = new Scheduler({
    exchange,
    groupCommit,
    greeting: Buffer.alloc(0),
    send,
    ended: (connection) => {
      ended.push(connection);
      overdue.resolve();
    },
    warn: () => {},
    wake: () => {},
    transactionLimitMs,
  });
  scheduler.connect(1);
  scheduler.connect(2);
  sent.length = 0;
  asked.length = 0;
  return {
    asked,
    sent,
    ended,
    overdue: overdue.promise,
    groupCommit,
    scheduler,
    ask: (connection: number, text: string, begin = false) =>
      scheduler.enqueue({ connection, bytes: query(text), begin }),
    drain: () => {
      while (scheduler.step()) {
        // until nothing may run
      }
    },
  };
}

test("while a transaction is open, only its connection is served", () => {
  const { ask, asked, drain } = world();
  ask(1, "begin");
  ask(2, "other");
  ask(1, "inside");
  drain();
  expect(asked).toEqual(["begin", "inside"]);
  ask(1, "commit");
  drain();
  expect(asked).toEqual(["begin", "inside", "commit", "other"]);
});

test("a BEGIN that was answered early runs before its first statement", () => {
  const { ask, asked, drain } = world();
  ask(1, "inside", true);
  drain();
  expect(asked).toEqual(["begin", "inside"]);
});

test("a finished transaction is answered after the flush, an open one at once", () => {
  const { ask, sent, drain, groupCommit } = world();
  ask(1, "begin");
  drain();
  expect(sent.map(({ connection }) => connection)).toEqual([1]);
  ask(1, "commit");
  ask(2, "alone");
  drain();
  expect(sent).toHaveLength(1);
  expect(groupCommit.flush()).toBe(true);
  expect(sent.map(({ connection }) => connection)).toEqual([1, 1, 2]);
});

test("whoever is done does not wait for a transaction that only begins", () => {
  const { ask, asked, sent, drain } = world();
  ask(2, "alone");
  ask(1, "inside", true);
  drain();
  expect(asked).toEqual(["alone", "flush", "begin", "inside"]);
  expect(sent.map(({ connection }) => connection)).toEqual([2, 1]);
});

test("what is held waits while a failed transaction is open", () => {
  const { ask, sent, drain, groupCommit } = world();
  ask(2, "alone");
  ask(1, "fail");
  drain();
  expect(groupCommit.flush()).toBe(false);
  expect(sent.map(({ connection }) => connection)).toEqual([1]);
  ask(1, "rollback");
  drain();
  expect(groupCommit.flush()).toBe(true);
  expect(sent.map(({ connection }) => connection)).toEqual([1, 2, 1]);
});

test("a connection that goes away takes its transaction and its requests with it", () => {
  const { ask, asked, drain, scheduler } = world();
  ask(1, "begin");
  drain();
  ask(1, "inside");
  ask(2, "other");
  scheduler.disconnect(1);
  drain();
  expect(asked).toEqual(["begin", "rollback", "other"]);
});

test("a transaction open for too long is rolled back and its connection ended", async () => {
  const { ask, asked, drain, ended, overdue, sent } = world(10);
  ask(1, "begin");
  drain();
  await overdue;
  expect(asked).toEqual(["begin", "rollback"]);
  expect(ended).toEqual([1]);
  expect(Buffer.from(sent.at(-1)?.bytes ?? []).toString()).toContain("25P03");
});

test("a command that would change the shared session fails in its place", () => {
  const { ask, asked, drain } = world();
  ask(1, "discard all");
  drain();
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatch(/^do \$\$ begin raise exception .*DISCARD/);
});
