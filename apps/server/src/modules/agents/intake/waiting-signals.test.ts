import { expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { readClaudeHook } from "../../backends/index.ts";
import type { Heard } from "./heard.ts";
import { WaitingSignals } from "./waiting-signals.ts";

function heard(sessionId: string, event: string, size = 100): Heard {
  const at = new Date("2026-01-02T03:04:05Z");
  const payload = { session_id: sessionId, hook_event_name: event, source: "clear" };
  const signal = readClaudeHook(payload, { at, process: { pid: null, pane: null, entry: null } });
  if ("reason" in signal) throw new Error(signal.reason);
  const marks = { signalId: null, fingerprint: "" };
  return {
    ...{ id: newId(), backend: "claude", event, at, correlationId: "c" },
    ...{ payload, size, signal, testId: null, marks },
  };
}

function waitingSignals(...all: readonly Heard[]) {
  const waiting = new WaitingSignals();
  for (const one of all) waiting.add({ heard: one, resolve() {}, reject() {} });
  return waiting;
}

const named = (taken: readonly { heard: Heard }[]) =>
  taken.map((one) => `${one.heard.signal?.sessionId} ${one.heard.event}`);

test("signals of a session leave in their order, and wait while a commit is busy with it", () => {
  const waiting = waitingSignals(heard("a", "1"), heard("b", "1"), heard("a", "2"));
  const first = waiting.take(1);
  expect(named(first)).toEqual(["a 1"]);
  const beside = waiting.take(10);
  expect(named(beside)).toEqual(["b 1"]);
  expect(waiting.take(10)).toEqual([]);
  waiting.settled(first);
  expect(named(waiting.take(10))).toEqual(["a 2"]);
});

test("signals of one session may share a commit", () => {
  const waiting = waitingSignals(heard("a", "1"), heard("a", "2"), heard("b", "1"));
  expect(named(waiting.take(10))).toEqual(["a 1", "a 2", "b 1"]);
  expect([waiting.signals, waiting.bytes]).toEqual([0, 0]);
});

test("a session that begins by clear waits for what is under way, since that may end the one that it follows", () => {
  const waiting = waitingSignals(heard("old", "SessionEnd"), heard("new", "SessionStart"), heard("new", "2"));
  const first = waiting.take(1);
  expect(named(first)).toEqual(["old SessionEnd"]);
  expect(waiting.take(10)).toEqual([]);
  expect(waiting.wantQuiet).toBe(true);
  waiting.settled(first);
  expect(named(waiting.take(10))).toEqual(["new SessionStart", "new 2"]);
  expect(waiting.wantQuiet).toBe(false);
});

test("signals that concern no agent wait for nobody", () => {
  const untied = { ...heard("a", "test"), signal: null };
  const waiting = waitingSignals(untied, untied);
  expect(waiting.take(1)).toHaveLength(1);
  expect(waiting.take(1)).toHaveLength(1);
});

test("what is too many, or too large together, is refused", () => {
  const waiting = waitingSignals(heard("a", "1", 128 * 1024 * 1024));
  expect(waiting.add({ heard: heard("b", "1"), resolve() {}, reject() {} })).toBe(false);
  const many = waitingSignals(...Array.from({ length: 10_000 }, () => heard("a", "1")));
  expect(many.add({ heard: heard("b", "1"), resolve() {}, reject() {} })).toBe(false);
  expect(many.signals).toBe(10_000);
});

test("what shares a commit is bounded by its bytes, and nothing of a session overtakes what is left", () => {
  const megabytes = 1024 * 1024;
  const waiting = waitingSignals(
    heard("a", "1", 10 * megabytes),
    heard("b", "1", 10 * megabytes),
    heard("a", "2"),
    heard("c", "1", 40 * megabytes),
  );
  const first = waiting.take(10);
  expect(named(first)).toEqual(["a 1", "b 1"]);
  waiting.settled(first);
  expect(named(waiting.take(10))).toEqual(["a 2", "c 1"]);
});
