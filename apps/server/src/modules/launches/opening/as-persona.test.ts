import { expect, test } from "vitest";
import { asPersona } from "./as-persona.ts";

const ada = { name: "Ada", role: "reviewer", skill: "Look for what is missing." };
const none = {};
const byArgument = { briefOption: "--brief" };

test("a CLI that takes a brief is told by it who it is, before what a person gave it", () => {
  expect(asPersona(ada, { prompt: "Review it", args: ["--fast"] }, byArgument)).toEqual({
    prompt: "Review it",
    args: ["--brief=You are Ada, reviewer.\n\nLook for what is missing.", "--fast"],
  });
  for (const args of [["--brief", "mine"], ["--brief=mine"]])
    expect(() => asPersona(ada, { prompt: null, args }, byArgument)).toThrow("can't be given besides");
});

test("another is told behind what it is asked, or instead of it", () => {
  expect(asPersona(ada, { prompt: "Review it", args: [] }, none).prompt).toBe(
    "Review it\n\n<persona>\nYou are Ada, reviewer.\n\nLook for what is missing.\n</persona>",
  );
  expect(asPersona({ ...ada, skill: "" }, { prompt: null, args: [] }, none).prompt).toBe(
    "You are Ada, reviewer.\n\nWait for what you are asked to do.",
  );
});

test("what is too long together for one argument is refused", () => {
  const prompt = "é".repeat(50_000);
  expect(() => asPersona({ ...ada, skill: "é".repeat(20_000) }, { prompt, args: [] }, none)).toThrow(
    "too long",
  );
});
