import { expect, test } from "vitest";
import { nextSlug, slugBase } from "./persona-slug.ts";

test("a persona's slug is its role, its name and the next number", () => {
  expect(slugBase({ role: "code reviewer", name: "Ada Lovelace" })).toBe("code-reviewer-ada-lovelace");
  expect(slugBase({ role: "über", name: "Zoë" })).toBe("uber-zoe");
  expect(nextSlug("developer-con", [])).toBe("developer-con-1");
  expect(nextSlug("developer-con", [1, 4])).toBe("developer-con-5");
});

test("words without a letter that an address can hold leave a slug all the same", () => {
  expect(slugBase({ role: "評審", name: "愛" })).toBe("persona");
  expect(slugBase({ role: "評審", name: "Con" })).toBe("con");
});
