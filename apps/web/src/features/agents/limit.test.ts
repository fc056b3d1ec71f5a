import { expect, test } from "vitest";
import { seenAgent, seenCommand } from "./aspect.ts";
import { isReset, limitWords } from "./limit.ts";
import { anAgent } from "./testing/an-agent.ts";

const noon = Date.parse("2026-11-21T12:00:00.000Z");
const at = (time: string) => `2026-11-21T${time}.000Z`;
const limited = anAgent({ state: "complete", errorClass: "rate_limit", stateSince: at("11:00:00") });

test.each([
  [null, "reset unknown"],
  [at("12:12:00"), "resets in 12 min"],
  [at("12:00:01"), "resets in 1 s"],
  [at("12:00:00"), "the limit has reset"],
  [at("09:00:00"), "the limit has reset"],
])("of a limit that resets at %s it says: %s", (resetsAt, words) => {
  expect(limitWords(resetsAt, noon)).toBe(words);
});

test("a rate limit is a reason of its own, other failures are not", () => {
  expect(seenAgent(limited, noon)).toEqual({ aspect: "limited", word: "Rate limit" });
  expect(seenAgent({ ...limited, errorClass: "server_error" }, noon).word).toBe("Failed");
  expect(seenAgent({ ...limited, state: "processing" }, noon).word).toBe("Rate limit");
  expect(seenAgent({ ...limited, state: "commanded" }, noon).word).toBe("Commanded");
});

test("a command that failed at a rate limit says so, before and after it has reset", () => {
  const command = { state: "complete", outcome: "failed", errorClass: "rate_limit" } as const;
  expect(seenCommand(command).word).toBe("Rate limit");
  expect(seenCommand({ ...command, errorClass: "server_error" }).word).toBe("Failed");
});

test("a limit has reset from its instant on", () => {
  expect(isReset(at("12:00:01"), noon)).toBe(false);
  expect(isReset(at("12:00:00"), noon)).toBe(true);
});
