import { type FileHandle, open } from "node:fs/promises";
import { isMissing } from "./told-files.ts";

/** At first: what is read again and again has little that is new. */
const firstBytes = 64 * 1024;
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
  /** There were no more yet. */
  isAll: boolean;
}

/** Whole records that follow a place in the output; null where there are none yet. */
export const readRecords = (path: string, from: number): Promise<Records | null> =>
  withFile(path, async (file) => {
    const whole = await readWhole(file, from);
    if (whole === null) return null;
    const { bytes, isAll } = whole;
    return { records: linesOf(bytes), to: from + bytes.length, isAll };
  });

/** Some of the records that stand before a place. */
export const readRecordsBefore = async (path: string, from: number): Promise<string[]> =>
  (await withFile(path, (file) => readBefore(file, from))) ?? [];

/** Null where there is no such file. */
async function withFile<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T | null> {
  const file = await open(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (file === null) return null;
  try {
    return await read(file);
  } finally {
    await file.close();
  }
}

/** Many short records, or a long one. */
async function readWhole(file: FileHandle, from: number): Promise<{ bytes: Buffer; isAll: boolean } | null> {
  for (let length = firstBytes; ; length = length < pieceBytes ? pieceBytes : length * 2) {
    const bytes = await readAt(file, from, length);
    const isAll = bytes.length < length;
    if (length < pieceBytes && !isAll) continue;
    const end = (length <= pieceBytes ? bytes.lastIndexOf(newline) : bytes.indexOf(newline)) + 1;
    if (end > 0) return { bytes: bytes.subarray(0, end), isAll };
    if (isAll) return null;
    // No record of ours: what it is goes by.
    if (length >= longestRecord) return { bytes, isAll };
  }
}

async function readBefore(file: FileHandle, from: number): Promise<string[]> {
  if (from === 0) return [];
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
