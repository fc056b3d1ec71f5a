import { expect, test } from "vitest";
import { actionWords, detailWords } from "./audit-words.ts";

test("an action is told in words", () => {
  expect(actionWords("api_key.created")).toBe("API key created");
  expect(actionWords("sign_in.refused")).toBe("Sign in refused");
});

test("what changed is told with what it was", () => {
  expect(detailWords({ login: "ada", changed: { role: { from: "viewer", to: "admin" } } })).toBe(
    "login ada, changed role from viewer to admin",
  );
  expect(detailWords({ scopes: ["read", "operate"], file: null })).toBe("scopes read operate, file null");
});
