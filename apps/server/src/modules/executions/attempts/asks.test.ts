import { expect, test } from "vitest";
import { askedOf } from "./asks.ts";

const cutOff = {
  backend: "claude",
  account_id: "mine",
  error_class: "rate_limit",
  reason: "Limited",
  session_id: "the-session",
  answered: true,
  result: null,
} as const;
const next = { backend: "claude", accountId: "mine", prompt: "Paint it", goesOnIn: null } as const;

test("the first is given the prompt", () => {
  expect(askedOf({ ...next, past: [] })).toEqual({ asks: "prompt", resumes: null, input: "Paint it" });
});

test("what was cut off goes on in its session, with the same account alone", () => {
  expect(askedOf({ ...next, past: [cutOff] })).toMatchObject({ asks: "going_on", resumes: "the-session" });
  for (const other of [{ accountId: "another" }, { backend: "codex" }] as const) {
    const asked = askedOf({ ...next, ...other, past: [cutOff] });
    expect(asked).toMatchObject({ asks: "prompt", resumes: null });
    expect(asked.input).toMatch(/^Paint it\n\nAnother agent was cut off/);
  }
});

test("it also goes on behind one of another that failed at once", () => {
  const failed = {
    ...cutOff,
    backend: "codex",
    account_id: "other",
    session_id: "x",
    answered: false,
  } as const;
  expect(askedOf({ ...next, past: [cutOff, failed] })).toMatchObject({ resumes: "the-session" });
});

test("where nothing was answered it begins anew, as if nothing had been", () => {
  const past = [{ ...cutOff, answered: false }];
  expect(askedOf({ ...next, past })).toEqual({ asks: "prompt", resumes: null, input: "Paint it" });
});

test("a result that is not as demanded is asked for again, told what is wrong with it", () => {
  const past = [
    { ...cutOff, error_class: "result_invalid", reason: "Its result is no JSON", result: "Blue" },
  ] as const;
  const asked = askedOf({ ...next, past });
  expect(asked).toMatchObject({ asks: "repair", resumes: "the-session" });
  expect(asked.input).toMatch(/^Its result is no JSON\. Say your result again/);
  const elsewhere = askedOf({ ...next, past, accountId: "another" });
  expect(elsewhere).toMatchObject({ asks: "repair", resumes: null });
  expect(elsewhere.input).toMatch(/^Paint it\n\n[\s\S]*Blue[\s\S]*no JSON/);
});

test("another prompt goes on in the session of an execution before, until an attempt of its own has one", () => {
  const asked = { ...next, goesOnIn: "former" };
  const first = { asks: "next_prompt", resumes: "former", input: "Paint it" };
  expect(askedOf({ ...asked, past: [] })).toEqual(first);
  expect(askedOf({ ...asked, past: [{ ...cutOff, answered: false }] })).toEqual(first);
  expect(askedOf({ ...asked, past: [cutOff] })).toMatchObject({ asks: "going_on", resumes: "the-session" });
});
