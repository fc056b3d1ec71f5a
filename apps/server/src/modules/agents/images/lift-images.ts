import { createHash } from "node:crypto";
import { isObject, type JsonObject, objectAt, textAt } from "../../../kernel/json.ts";
import type { SignalImage } from "../../backends/index.ts";
import { typeOfImage } from "./type-of-image.ts";

/** A larger one is named, and not kept. */
const mostBytes = 5 * 1024 * 1024;
/** Letters of one that may be kept, with the ends of their lines. */
const longestCoded = 7 * 1024 * 1024;
/** What one hook or line may bring. */
const mostAtOnce = 20;
const deepest = 40;

/** What stands in a value where an image's bytes were. */
export interface ImageMark {
  type: "image";
  image: Omit<SignalImage, "data"> & { kept: boolean };
}

export interface Lifted {
  value: unknown;
  images: SignalImage[];
}

const signs = ['"image', '"inlineData"', "data:image/"];

/** Whether a text may hold images: a look that most texts pass quickly. */
export const mayHoldImages = (text: string | Buffer): boolean => signs.some((sign) => text.includes(sign));

/**
 * Takes the images out of what a CLI sent or wrote, so that their bytes are neither cut, nor searched for secrets, nor stored
 * with it: a mark stays in the place of each.
 */
export function liftImages(value: unknown): Lifted {
  const images = new Map<string, SignalImage>();
  const lift = (coded: string): ImageMark => {
    const found = imageOf(coded);
    const isTooMany = images.size >= mostAtOnce;
    const { data, ...image } = images.get(found.hash) ?? (isTooMany ? { ...found, data: null } : found);
    images.set(image.hash, { ...image, data });
    return { type: "image", image: { ...image, kept: data !== null } };
  };
  return { value: walk(value, lift, 0), images: [...images.values()] };
}

function walk(value: unknown, lift: (coded: string) => ImageMark, depth: number): unknown {
  if (depth > deepest) return value;
  if (typeof value === "string") {
    const coded = dataUrl.exec(value.slice(0, longestPrefix));
    return coded === null ? value : lift(value.slice(coded[0].length));
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, lift, depth + 1));
  if (!isObject(value)) return value;
  const coded = codedIn(value);
  if (coded !== null) return lift(coded);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      wordsIn.has(key) && typeof item === "string" ? item : walk(item, lift, depth + 1),
    ]),
  );
}

/** What somebody wrote stays as it is, be it the address of an image's data. */
const wordsIn: ReadonlySet<string> = new Set(["prompt", "text", "content", "last_assistant_message"]);

const dataUrl = /^data:image\/[\w.+-]{1,40};base64,/;
const longestPrefix = 64;

/** The image's letters, in each of the shapes in which CLIs write one. */
function codedIn(value: JsonObject): string | null {
  const inline = textAt(objectAt(value, "inlineData"), "data");
  if (inline !== null && textAt(objectAt(value, "inlineData"), "mimeType")?.startsWith("image/"))
    return inline;
  if (value.type !== "image") return null;
  return (
    textAt(objectAt(value, "source"), "data") ??
    textAt(objectAt(value, "file"), "base64") ??
    textAt(value, "data")
  );
}

/**
 * An image by its bytes; only one of a known type and a fair size is kept. Its letters are foreign: decoded once, in a way
 * that takes whatever comes, they are spelt anew, so that nothing behind can stumble over them.
 */
function imageOf(coded: string): SignalImage {
  if (coded.length > longestCoded) return unkeptImage(coded);
  const decoded = Buffer.from(coded, "base64");
  const mediaType = typeOfImage(decoded);
  const isKept = mediaType !== null && decoded.length <= mostBytes;
  const data = isKept ? decoded.toString("base64") : null;
  return { hash: hashOf(decoded), mediaType, bytes: decoded.length, data };
}

/** One that is too large to be decoded is told from others by its beginning and its size. */
function unkeptImage(coded: string): SignalImage {
  const bytes = Math.floor((coded.length * 3) / 4);
  const mediaType = typeOfImage(Buffer.from(coded.slice(0, 64), "base64"));
  return { hash: hashOf(`${bytes} ${coded.slice(0, 4_096)}`), mediaType, bytes, data: null };
}

const hashOf = (told: Buffer | string): string =>
  createHash("sha256").update(told).digest("hex").slice(0, 32);
