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
    ["image/png", expect.closeTo(png.length + 6 * 1024 * 1024, -1), null],
    [null, 55, null],
  ]);
});

test("what a person wrote is no image, be it the address of one's data", () => {
  const prompt = `data:image/png;base64,${coded}`;
  expect(liftImages({ prompt, content: prompt })).toEqual({ value: { prompt, content: prompt }, images: [] });
});

test("texts about images stay as they are", () => {
  const line = {
    type: "image",
    source: { type: "url", url: "https://example.org/a.png" },
    text: "data:image/png",
  };
  expect(liftImages(line)).toEqual({ value: line, images: [] });
});

test.each<[string, string, Buffer]>([
  ["cut off", coded.slice(0, 49), png.subarray(0, 36)],
  ["without its padding", coded.replace(/=+$/, ""), png],
  ["in the letters of addresses", png.toString("base64url"), png],
  ["in lines", coded.replace(/.{20}/g, "$&\r\n"), png],
  ["among what is no letter", `${coded.slice(0, 20)}!*\u0000${coded.slice(20)}`, png],
])("an image whose letters are %s is spelt anew", (_, letters, bytes) => {
  const { images } = liftImages({ type: "image", data: letters });
  const data = bytes.toString("base64");
  expect(images).toMatchObject([{ mediaType: "image/png", bytes: bytes.length, data }]);
  expect(images[0]?.hash).toBe(liftImages({ type: "image", data }).images[0]?.hash);
});

test("of more images than one line may bring the first are kept, and those once", () => {
  const many = Array.from({ length: 22 }, (_, n) => aPng(4, 4, n).toString("base64"));
  const { images } = liftImages([...many, many[0]].map((data) => ({ type: "image", data })));
  expect(images.map(({ data }) => data)).toEqual([...many.slice(0, 20), null, null]);
});
