import { expect, test } from "vitest";
import { type Connection, nextConnection } from "./live.ts";

const waiting = { state: "waiting", retryInMs: 250, cause: new Error("gone") } as const;

test("a lost connection reconnects, and is called offline after several attempts", () => {
  const lost = nextConnection({ state: "live" }, waiting, { attempts: 1, now: 1000 });
  expect(lost).toEqual({ state: "reconnecting", lostAt: 1000, retryAt: 1250 });
  const trying = nextConnection(lost, { state: "connecting" }, { attempts: 1, now: 1250 });
  expect(trying).toEqual({ state: "reconnecting", lostAt: 1000, retryAt: null });
  const later = nextConnection(trying, waiting, { attempts: 3, now: 9000 });
  expect(later).toEqual({ state: "offline", lostAt: 1000, retryAt: 9250 });
  expect(nextConnection(later, { state: "live" }, { attempts: 3, now: 9500 })).toEqual({ state: "live" });
});

test("the first connection of all is neither lost nor stale", () => {
  const first: Connection = { state: "connecting" };
  expect(nextConnection(first, { state: "connecting" }, { attempts: 0, now: 0 })).toEqual(first);
});
