import { expect, test } from "vitest";
import type { Observation } from "../../backends/index.ts";
import { imagesOf } from "./images-of.ts";

const image = (hash: string) => ({ hash, mediaType: "image/png" as const, bytes: 3, data: "AAAA" });
const images = [image("a"), image("b")];
const finished = (result: unknown): Observation => ({
  ...{ kind: "tool_finished", tool: "t", input: null, useId: "u", result },
  ...{ failed: false, durationMs: null, launched: null, answers: {} },
});

test("of several images each belongs to the tool whose answer has its mark", () => {
  const mark = { type: "image", image: { hash: "b", kept: true } };
  expect(imagesOf(finished([{ type: "text", text: "a" }, mark]), images)).toEqual([image("b")]);
  expect(imagesOf(finished("Done."), images)).toEqual([]);
});

test("what a person pasted belongs to their words, which have no mark", () => {
  expect(imagesOf({ kind: "prompted", text: "Look", machineMade: false }, images)).toEqual(images);
});
