import { expect, test } from "vitest";
import {
  beginAnswer,
  countRequests,
  endsReady,
  execute,
  isBegin,
  message,
  messages,
  messageType,
  parse,
  query,
  requestsIn,
  scopeStatements,
  splitNotifications,
  statusOf,
  transactionStatus,
} from "./wire.ts";

const notification = (channel: string, payload: string) =>
  message(messageType.notification, Buffer.alloc(4), channel, payload);
const ready = (status: number) => message(messageType.ready, Buffer.of(status));
const types = (bytes: Buffer) => [...messages(bytes)].map(({ type }) => String.fromCharCode(type)).join("");

test("a buffer is walked message by message", () => {
  expect(types(Buffer.concat([parse("a", "select 1"), execute("a"), query("select 2")]))).toBe("PSBESQ");
});

test("requests end at Sync or Query and carry their texts", () => {
  const requests = requestsIn(Buffer.concat([parse("a", "select 'é'"), execute("a"), query("select 2")]));
  expect(requests.map(({ texts }) => texts)).toEqual([["select 'é'"], [], ["select 2"]]);
  expect(requests.map(({ bytes }) => types(bytes))).toEqual(["PS", "BES", "Q"]);
  expect(countRequests(Buffer.concat(requests.map(({ bytes }) => bytes)))).toBe(3);
});

test("names of prepared statements get the prefix of their connection, unnamed ones stay", () => {
  const describe = message(messageType.describe, Buffer.from("S"), "a");
  const portal = message(messageType.describe, Buffer.from("P"), "a");
  const scoped = scopeStatements(
    Buffer.concat([parse("a", "select 1"), describe, execute("a"), portal]),
    "c7_",
  );
  expect(scoped).toEqual(
    Buffer.concat([
      parse("c7_a", "select 1"),
      message(messageType.describe, Buffer.from("S"), "c7_a"),
      execute("c7_a"),
      portal,
    ]),
  );
  const unnamed = Buffer.concat([parse("", "select 1"), execute("")]);
  expect(scopeStatements(unnamed, "c7_")).toBe(unnamed);
});

test("notifications are taken out of the answer they came with", () => {
  const first = notification("news", "1");
  const second = notification("news", "2");
  const answer = Buffer.concat([beginAnswer, first, second, ready(transactionStatus.idle)]);
  const { rest, notifications } = splitNotifications(answer);
  expect(notifications).toEqual([
    { channel: "news", bytes: first },
    { channel: "news", bytes: second },
  ]);
  expect(rest).toEqual(Buffer.concat([beginAnswer, ready(transactionStatus.idle)]));
  expect(splitNotifications(rest)).toEqual({ rest, notifications: [] });
});

test("only a plain BEGIN is a begin", () => {
  expect(isBegin(query("begin"))).toBe(true);
  expect(isBegin(query("BEGIN"))).toBe(true);
  expect(isBegin(query("begon"))).toBe(false);
  expect(isBegin(query("begin isolation level serializable"))).toBe(false);
  expect(isBegin(Buffer.concat([query("begin"), query("select 1")]))).toBe(false);
});

test("an answer is whole when it ends with the status of the transaction", () => {
  expect(endsReady(beginAnswer)).toBe(true);
  expect(statusOf(beginAnswer)).toBe(transactionStatus.open);
  expect(endsReady(beginAnswer.subarray(0, -1))).toBe(false);
  expect(endsReady(Buffer.alloc(0))).toBe(false);
});
