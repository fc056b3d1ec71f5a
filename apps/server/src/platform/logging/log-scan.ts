import type { OpenLog } from "./open-logs.ts";

/** A line of a file; `end` is where the next one begins. */
export interface FoundLine {
  text: string;
  start: number;
  end: number;
}

const chunkBytes = 64 * 1024;
/** Of a longer line the beginning is shown. */
const longestLine = 32 * 1024;
const newline = 10;

/** The whole lines before `end`, the last first. */
export async function* linesBefore(log: OpenLog, end: number): AsyncGenerator<FoundLine> {
  let lineEnd = await wholeUpTo(log, end);
  let rest: Buffer = Buffer.alloc(0);
  for (let at = lineEnd; at > 0; ) {
    const from = Math.max(0, at - chunkBytes);
    const bytes = Buffer.concat([await read(log, from, at), rest]);
    // Without its own newline, so that the one before it is found.
    let upTo = bytes.length - (rest.length === 0 && at === lineEnd ? 1 : 0);
    for (;;) {
      const before = upTo > 0 ? bytes.lastIndexOf(newline, upTo - 1) : -1;
      if (before === -1) break;
      const start = from + before + 1;
      yield { text: shown(bytes.subarray(before + 1, upTo)), start, end: lineEnd };
      lineEnd = start;
      upTo = before;
    }
    rest = bytes.subarray(0, Math.min(upTo, longestLine));
    at = from;
    if (from === 0 && upTo > 0) yield { text: shown(rest), start: 0, end: lineEnd };
  }
}

/** The whole lines from `start`, the first of them first. */
export async function* linesFrom(log: OpenLog, start: number): AsyncGenerator<FoundLine> {
  let lineStart = start;
  let rest: Buffer = Buffer.alloc(0);
  for (let at = start; at < log.size; ) {
    const chunk = await read(log, at, Math.min(log.size, at + chunkBytes));
    if (chunk.length === 0) return;
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      const text = shown(Buffer.concat([rest, chunk.subarray(from, end)]));
      rest = Buffer.alloc(0);
      yield { text, start: lineStart, end: at + end + 1 };
      from = end + 1;
      lineStart = at + from;
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]).subarray(0, longestLine);
    at += chunk.length;
  }
}

/** Whether a line begins here. */
export async function beginsAt(log: OpenLog, offset: number): Promise<boolean> {
  if (offset === 0 || offset > log.size) return offset === 0;
  return (await read(log, offset - 1, offset))[0] === newline;
}

/** The end of the last whole line before `end`: the one after it may be on its way to the disk. */
async function wholeUpTo(log: OpenLog, end: number): Promise<number> {
  for (let at = end; at > 0; at -= chunkBytes) {
    const from = Math.max(0, at - chunkBytes);
    const last = (await read(log, from, at)).lastIndexOf(newline);
    if (last !== -1) return from + last + 1;
  }
  return 0;
}

const shown = (bytes: Buffer): string => bytes.subarray(0, longestLine).toString("utf8");

async function read({ handle }: OpenLog, from: number, to: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
  return buffer.subarray(0, bytesRead);
}
