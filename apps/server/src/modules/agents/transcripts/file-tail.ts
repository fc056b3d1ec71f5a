import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** How much is read at once, and the longest line that is read at all. */
const chunkBytes = 256 * 1024;
const longestLine = 16 * 1024 * 1024;
/** How much before a place tells whether the file is still the same one. */
const markBytes = 64;

const newline = 0x0a;

/** Where a file was read to, and what stood there. */
export interface FilePlace {
  /** Bytes. */
  readTo: number;
  /** A hash of the bytes before it: a file that was written anew has others there. */
  mark: string;
}

/** Whole lines from a file that others write. */
export interface Lines {
  lines: string[];
  place: FilePlace;
  /** There is more to read. */
  more: boolean;
  /** The file was written anew since it was last read: this is its beginning again. */
  anew: boolean;
  /** Lines too long to be read were passed over. */
  passedOver: number;
}

/** @throws where there is no regular file that may be read: a pipe would hold all that waits for it */
async function openTranscript(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Error(`${path} is no file`);
}

export const beginning: FilePlace = { readTo: 0, mark: "" };

/**
 * Reads the whole lines that follow a place, some hundred kilobytes at most. A half line is left for the next time; a
 * line longer than 16 MB is passed over.
 * @throws Node's error where the file can't be read
 */
export async function readLines(path: string, from: FilePlace): Promise<Lines> {
  const file = await openTranscript(path);
  try {
    const { size } = await file.stat();
    const anew = from.readTo > size || (await markAt(file, from.readTo)) !== from.mark;
    return await readFrom(file, { at: anew ? 0 : from.readTo, size, anew });
  } finally {
    await file.close();
  }
}

/** The place at the end of what a file holds now. */
export async function placeAtEnd(path: string): Promise<FilePlace> {
  const file = await openTranscript(path);
  try {
    const { size } = await file.stat();
    return { readTo: size, mark: await markAt(file, size) };
  } finally {
    await file.close();
  }
}

/** The beginning of a file, or of the whole lines among its last `most` bytes. */
export async function placeNearEnd(path: string, most: number): Promise<FilePlace> {
  const file = await openTranscript(path);
  try {
    const { size } = await file.stat();
    if (size <= most) return beginning;
    const bytes = await readAt(file, size - most, most);
    const readTo = size - most + bytes.indexOf(newline) + 1;
    return { readTo, mark: await markAt(file, readTo) };
  } finally {
    await file.close();
  }
}

async function markAt(file: FileHandle, place: number): Promise<string> {
  if (place === 0) return "";
  const length = Math.min(markBytes, place);
  const bytes = await readAt(file, place - length, length);
  return createHash("sha1").update(bytes).digest("base64url").slice(0, 16);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

interface Start {
  at: number;
  size: number;
  anew: boolean;
}

async function readFrom(file: FileHandle, { at, size, anew }: Start): Promise<Lines> {
  for (let length = chunkBytes; ; length *= 4) {
    const bytes = await readAt(file, at, Math.min(length, size - at));
    const end = bytes.lastIndexOf(newline) + 1;
    if (end > 0) {
      const lines = bytes.toString("utf8", 0, end - 1).split("\n");
      return {
        lines,
        ...(await placed(file, at + end)),
        more: at + end < size && bytes.length === length,
        anew,
        passedOver: 0,
      };
    }
    // A half line, of which the rest is yet to be written.
    if (bytes.length < length)
      return { lines: [], ...(await placed(file, at)), more: false, anew, passedOver: 0 };
    if (length >= longestLine) return passOver(file, { at: at + bytes.length, size, anew });
  }
}

const placed = async (file: FileHandle, readTo: number) => ({
  place: { readTo, mark: await markAt(file, readTo) },
});

/** Goes on behind the next end of a line; where there is none yet, behind what is there. */
async function passOver(file: FileHandle, { at, size, anew }: Start): Promise<Lines> {
  for (let position = at; position < size; ) {
    const bytes = await readAt(file, position, chunkBytes);
    const end = bytes.indexOf(newline) + 1;
    if (bytes.length === 0) break;
    position += end > 0 ? end : bytes.length;
    if (end > 0)
      return { lines: [], ...(await placed(file, position)), more: position < size, anew, passedOver: 1 };
  }
  return { lines: [], ...(await placed(file, size)), more: false, anew, passedOver: 1 };
}
