import { expect, test } from "vitest";
import { whyLink } from "./why-link.ts";

const limited = { link: 0, account_id: "one", reason: "Limited" };
const next = { link: 0, accountId: "one", asks: "prompt", passedOver: [] } as const;

test("the first attempt is by the first choice, unless that could not be had", () => {
  expect(whyLink({ ...next, past: [] })).toEqual({ chosen: "first_choice", passedOver: [], after: null });
  const passedOver = ["codex: its only account is signed out"];
  expect(whyLink({ ...next, past: [], link: 1, passedOver })).toEqual({
    ...{ chosen: "another_link", passedOver, after: null },
  });
  const limited = ['the account "One" is at a limit until tomorrow'];
  expect(whyLink({ ...next, past: [], passedOver: limited })).toMatchObject({ chosen: "another_account" });
});

test("each later one says how it differs from the one before it, and why that ended", () => {
  const after = "Limited";
  expect(whyLink({ ...next, past: [limited] })).toMatchObject({ chosen: "again", after });
  expect(whyLink({ ...next, accountId: "two", past: [limited] })).toMatchObject({
    ...{ chosen: "another_account", after },
  });
  expect(whyLink({ ...next, link: 1, past: [limited] })).toMatchObject({ chosen: "another_link", after });
  expect(whyLink({ ...next, asks: "repair", past: [limited] })).toMatchObject({ chosen: "repair", after });
});
