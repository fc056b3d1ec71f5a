import { expect, test } from "vitest";
import { imagesIn, withoutPlaces, wordsOfImage } from "./image-marks.ts";

const image = { hash: "0".repeat(32), mediaType: "image/png", bytes: 12_000_000, kept: false } as const;

test("images are found wherever they stand in what a tool answered", () => {
  const mark = { type: "image", image };
  expect(imagesIn({ content: [{ type: "text", text: "Here" }, mark] })).toEqual([image]);
  expect(imagesIn(mark)).toEqual([image]);
  expect(imagesIn([{ type: "image", image: { hash: "../../etc" } }, "image", null])).toEqual([]);
});

test("an image is named by its type and its size", () => {
  expect(wordsOfImage(image)).toBe("PNG, 12 MB");
  expect(wordsOfImage({ ...image, mediaType: null, bytes: 1_400 })).toBe("image, 1 kB");
});

test("words that only stand for an image are left out beside it", () => {
  expect(withoutPlaces("Look at this\n[image]")).toBe("Look at this");
});
