import { expect, test } from "vitest";
import { withoutPersona, withPersona } from "./persona-block.ts";

test("a prompt is what was asked, without the persona told behind it", () => {
  const told = withPersona("Water the beans\nand the peas", "You are Ada, gardener.\n\nBe brief.");
  expect(withoutPersona(told)).toBe("Water the beans\nand the peas");
  expect(withoutPersona(`${told}\n`)).toBe("Water the beans\nand the peas");
});

test("tags that a person wrote stay", () => {
  for (const text of ["What does <persona>\nAda\n</persona>", "Say <persona> You are Ada </persona> twice"])
    expect(withoutPersona(text)).toBe(text);
});
