import { type FileHandle, open } from "node:fs/promises";
import { isMissing } from "./told-files.ts";

/** At once: almost every record is shorter than that by far. */
const pieceBytes = 1024 * 1024;
/** The supervisor writes none that is longer. */
const longestRecord = 64 * pieceBytes;
/** So far before a place is looked for what goes on there. */
const lookBackBytes = pieceBytes / 4;
const newline = 0x0a;

export interface Records {
  records: string[];
  /** Where they end. */
  to: number;
  /** Some of those that stand before them. */
  before: string[];
}

/** Whole records that follow a place in the output; null where there are none yet. */
export async function readRecords(path: string, from: number): Promise<Records | null> {
  const file = await open(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (file === null) return null;
  try {
    const bytes = await readWhole(file, from);
    if (bytes === null) return null;
    return { records: linesOf(bytes), to: from + bytes.length, before: await readBefore(file, from) };
  } finally {
    await file.close();
  }
}

/** Many short records, or a long one. */
async function readWhole(file: FileHandle, from: number): Promise<Buffer | null> {
  for (let length = pieceBytes; ; length *= 2) {
    const bytes = await readAt(file, from, length);
    const end = (length === pieceBytes ? bytes.lastIndexOf(newline) : bytes.indexOf(newline)) + 1;
    if (end > 0) return bytes.subarray(0, end);
    if (bytes.length < length) return null;
    // No record of ours: what it is goes by.
    if (length >= longestRecord) return bytes;
  }
}

async function readBefore(file: FileHandle, from: number): Promise<string[]> {
  const begin = Math.max(0, from - lookBackBytes);
  const bytes = await readAt(file, begin, from - begin);
  return linesOf(begin === 0 ? bytes : bytes.subarray(bytes.indexOf(newline) + 1));
}

async function readAt(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}

function linesOf(bytes: Buffer): string[] {
  const lines = bytes.toString("utf8").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
