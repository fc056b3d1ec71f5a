import { aPng } from "@signalbox/testkit/png";
import { expect, test } from "vitest";
import { liftImages, mayHoldImages } from "./lift-images.ts";

const png = aPng(20, 10);
const coded = png.toString("base64");

test.each([
  [
    "a block of Claude's",
    { type: "image", source: { type: "base64", media_type: "image/png", data: coded } },
  ],
  ["what Claude's Read answers", { type: "image", file: { base64: coded, type: "image/png" } }],
  ["what an MCP server answers", { type: "image", data: coded, mimeType: "image/png" }],
  ["a part of Gemini's", { inlineData: { mimeType: "image/png", data: coded } }],
  ["an address of data, as Codex has it", `data:image/png;base64,${coded}`],
])("an image is taken out of %s, and a mark stays", (_, shape) => {
  const line = { content: [{ type: "text", text: "Look" }, shape] };
  expect(mayHoldImages(JSON.stringify(line))).toBe(true);
  const { value, images } = liftImages(line);
  expect(images).toEqual([
    { hash: expect.any(String), mediaType: "image/png", bytes: png.length, data: coded },
  ]);
  const image = { hash: images[0]?.hash, mediaType: "image/png", bytes: png.length, kept: true };
  expect(value).toEqual({
    content: [
      { type: "text", text: "Look" },
      { type: "image", image },
    ],
  });
});

test("what is too large, or no raster image whatever it calls itself, is named and not kept", () => {
  const large = Buffer.concat([png, Buffer.alloc(6 * 1024 * 1024)]).toString("base64");
  const drawing = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>").toString("base64");
  const { images } = liftImages([`data:image/png;base64,${large}`, `data:image/png;base64,${drawing}`]);
  expect(images.map(({ mediaType, bytes, data }) => [mediaType, bytes, data])).toEqual([
    ["image/png", png.length + 6 * 1024 * 1024, null],
    [null, 55, null],
  ]);
});

test("texts about images stay as they are", () => {
  const line = {
    type: "image",
    source: { type: "url", url: "https://example.org/a.png" },
    text: "data:image/png",
  };
  expect(liftImages(line)).toEqual({ value: line, images: [] });
});
