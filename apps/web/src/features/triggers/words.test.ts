import { TriggerContent } from "@signalbox/contract/triggers";
import { expect, test } from "vitest";
import { sentenceOf } from "./words.ts";

const sourceId = "01a1fe8d-9052-75fe-a976-e96e3abfeb83";
const sentence = (content: object, source?: string) => sentenceOf(TriggerContent.parse(content), source);

test("a trigger says in a sentence what it begins on", () => {
  expect(sentence({ kind: "webhook", sourceId }, "A shop")).toBe("On what A shop delivers");
  expect(sentence({ kind: "webhook", sourceId, filter: "body.x" })).toBe(
    "On what its source delivers, if its filter says yes",
  );
  expect(sentence({ kind: "schedule", cron: "0 7 * * 1-5" })).toBe("On weekdays at 7:00, UTC");
  expect(sentence({ kind: "schedule", cron: "5 4 * * *", timeZone: "Asia/Tokyo" })).toBe(
    "By the clock: 5 4 * * *, Asia/Tokyo",
  );
  expect(sentence({ kind: "event", types: ["agent.*", "execution.finished"] })).toBe(
    "On agent.* or execution.finished",
  );
});

test("one on an address says what of it is compared, and how often it is asked", () => {
  const poll = { kind: "poll", url: "https://shop.example/stock" };
  expect(sentence(poll)).toBe(
    "Where what https://shop.example/stock answers changes, asked every 15 minutes",
  );
  expect(sentence({ ...poll, compare: "stock", everyMinutes: 1, filter: "found" })).toBe(
    "Where stock of what https://shop.example/stock answers changes, asked every minute, if its filter says yes",
  );
});

test("one on files names them and their project", () => {
  const watch = { kind: "watch", projectId: sourceId, paths: ["src/**", "*.md"] };
  expect(sentence(watch, "Shop")).toBe("Where src/** or *.md of Shop changed");
});

test("one on GitHub names what narrows it", () => {
  const github = { kind: "github", sourceId, repository: "acme/shop" };
  expect(sentence({ ...github, events: ["push"] })).toBe("On pushes in acme/shop");
  const narrow = { actions: ["opened", "reopened"], branches: ["main"], command: "/review" };
  expect(sentence({ ...github, events: ["pull_request", "issue_comment"], ...narrow })).toBe(
    "On pull requests and comments in acme/shop that were opened or reopened, on main; of comments, on /review",
  );
});
