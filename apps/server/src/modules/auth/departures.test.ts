import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { expect, test, vi } from "vitest";
import type { Caller } from "../../platform/http/http.ts";
import { createDepartures } from "./departures.ts";

const caller: Caller = { kind: "sign_in", id: "one", name: "one", scopes: ["read"] };

test("a database that is away sends nobody away, and whoever ended meanwhile goes once it is back", async () => {
  vi.useFakeTimers();
  const answers = [
    () => Promise.reject(new Error("away")),
    () => Promise.resolve({ expiresAt: null, caller }),
    () => Promise.reject(new Error("away")),
    () => Promise.resolve(undefined),
  ];
  const find = vi.fn(() => answers.shift()?.() ?? Promise.reject(new Error("asked too often")));
  const departures = createDepartures({ clock: fixedClock(), find });
  const tell = vi.fn();
  departures.onceOver(caller, tell);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(find).toHaveBeenCalledTimes(2);
  departures.lookAfter(() => true);
  await vi.advanceTimersByTimeAsync(0);
  expect(tell).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(tell).toHaveBeenCalledOnce();
  expect(find).toHaveBeenCalledTimes(4);
  vi.useRealTimers();
});
