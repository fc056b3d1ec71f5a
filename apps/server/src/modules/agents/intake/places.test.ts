import { pino } from "pino";
import { expect, test } from "vitest";
import { Places } from "./places.ts";

const log = pino({ level: "silent" });
const nowhere = { hostId: "host", projectId: null, branch: null };
const somewhere = { hostId: "host", projectId: "project", branch: "main" };
const cause = { correlationId: "c" };

test("a folder that does not answer holds signals up once, and is asked again when it has answered", async () => {
  let answer = (_place: typeof somewhere) => {};
  const asked = new Promise<typeof somewhere>((resolve) => {
    answer = resolve;
  });
  const places = new Places({ placeOf: () => asked, nowhere: () => nowhere, log, limitMs: 1 });
  expect(await places.of("/dead", cause)).toEqual(nowhere);
  expect(places.of("/dead", cause)).toEqual(nowhere);
  answer(somewhere);
  await asked;
  await expect.poll(() => places.of("/dead", cause)).toEqual(somewhere);
});

test("what is known is answered at once", () => {
  const places = new Places({ placeOf: () => somewhere, nowhere: () => nowhere, log });
  expect(places.of("/w", cause)).toEqual(somewhere);
});

test("a look that fails gives nowhere, and the signal goes on", async () => {
  const failing = () => Promise.reject(new Error("no such disk"));
  const places = new Places({ placeOf: failing, nowhere: () => nowhere, log });
  expect(await places.of("/w", cause)).toEqual(nowhere);
});
