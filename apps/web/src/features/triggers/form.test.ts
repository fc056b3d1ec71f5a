import { TriggerContent } from "@signalbox/contract/triggers";
import { expect, test } from "vitest";
import { asksGithub, contentOf, nothing, wordsOf } from "./form.ts";

const sourceId = "01a1fe8d-9052-75fe-a976-e96e3abfeb83";
const variables = [{ name: "task" }, { name: "tone" }];

test.for([
  { kind: "webhook", sourceId, filter: "body.x", values: { task: "body.note" } },
  {
    ...{ kind: "github", sourceId, repository: "acme/shop", events: ["push", "issue_comment"] },
    ...{ actions: ["opened", "edited"], branches: ["main", "release/{a,b}"], paths: ["src/**"] },
    ...{ command: "/review", from: "anyone", filter: null, values: { tone: "sender.login" } },
  },
  {
    ...{ kind: "schedule", cron: "0 7 * * *", timeZone: "Asia/Tokyo", jitterSeconds: 60, missed: "all" },
    values: { task: "Look around" },
  },
  { kind: "event", types: ["agent.*"], filter: null, values: { task: "data.state" }, perHour: 5 },
  {
    ...{ kind: "poll", url: "https://shop.example/stock", everyMinutes: 5, compare: "stock", perHour: 6 },
    ...{ filter: "status == `200`", values: { task: "found" } },
  },
  {
    ...{ kind: "watch", projectId: sourceId, paths: ["src/**", "*.md"], debounceSeconds: 9, perHour: 6 },
    ...{ filter: null, values: { task: "paths[0]" } },
  },
] as const)("a trigger of the kind $kind is as it was once it went through its form", (given) => {
  const content = TriggerContent.parse(given);
  expect(TriggerContent.parse(contentOf(wordsOf(content), variables))).toEqual(content);
});

test("an empty value is none, and what is no variable of the bot any more is left out", () => {
  const words = { ...nothing("UTC"), sourceId, values: { task: " body ", tone: " ", gone: "x" } };
  expect(contentOf(words, variables)).toMatchObject({ filter: null, values: { task: "body" } });
});

test.for([
  [{}, true],
  [{ from: "anyone" }, false],
  [{ from: "anyone", paths: "src/**" }, true],
  [{ events: ["push", "check_run"] }, false],
  [{ events: ["push"], paths: "src/**" }, false],
] as const)("GitHub is asked for what it does not deliver alone: of %j, %s", ([some, asks]) => {
  expect(asksGithub({ ...nothing("UTC"), ...some })).toBe(asks);
});
