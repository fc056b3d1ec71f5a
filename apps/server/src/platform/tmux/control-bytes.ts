import { ControlReader, type ControlReply } from "./control-reader.ts";

/** What tmux tells of its own accord over a connection. */
export interface TmuxNotices {
  /** A pane was printed these bytes. */
  output(paneId: string, bytes: Buffer): void;
  /** Something else that begins with `%`. */
  notice?(line: string): void;
}

const [lineEnd, backslash, zero, space] = [0x0a, 0x5c, 0x30, 0x20];
const outputWord = Buffer.from("%output ");
/** tmux cuts what a pane was printed long before that. */
const longestLine = 4_000_000;

/**
 * Reads control mode as bytes: what panes print is told as it was printed, and may end within a letter; the rest is
 * text.
 */
export class ControlBytes {
  readonly #reader = new ControlReader();
  readonly #notices: TmuxNotices;
  #rest: Buffer = Buffer.alloc(0);

  constructor(notices: TmuxNotices) {
    this.#notices = notices;
  }

  /**
   * Hands on what was told, and what was replied, each in its turn.
   * @throws Error for a line beyond all measure
   */
  feed(piece: Buffer, settle: (reply: ControlReply) => void): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let start = 0;
    for (let end = bytes.indexOf(lineEnd); end !== -1; end = bytes.indexOf(lineEnd, start)) {
      this.#read(bytes.subarray(start, end), settle);
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    if (this.#rest.length > longestLine) throw new Error("a line of tmux has no end");
  }

  #read(line: Buffer, settle: (reply: ControlReply) => void): void {
    if (this.#reader.isInReply) {
      for (const reply of this.#reader.read(line.toString("utf8"))) settle(reply);
      return;
    }
    if (line.subarray(0, outputWord.length).equals(outputWord)) {
      const paneEnd = line.indexOf(space, outputWord.length);
      const pane = line.toString("latin1", outputWord.length, paneEnd);
      this.#notices.output(pane, unescaped(line.subarray(paneEnd + 1)));
      return;
    }
    const text = line.toString("utf8");
    for (const reply of this.#reader.read(text)) settle(reply);
    if (!this.#reader.isInReply) this.#notices.notice?.(text);
  }
}

/** tmux writes what is below a space, and the backslash, as `\ooo`; all else as it is. */
export const unescaped = (line: Buffer): Buffer => {
  const bytes = Buffer.allocUnsafe(line.length);
  let length = 0;
  for (let at = 0; at < line.length; at++) {
    const byte = line[at] ?? 0;
    if (byte === backslash && at + 3 < line.length) {
      bytes[length++] = octal(line, at + 1);
      at += 3;
    } else {
      bytes[length++] = byte;
    }
  }
  return bytes.subarray(0, length);
};

const octal = (line: Buffer, at: number): number =>
  (((line[at] ?? zero) - zero) << 6) |
  (((line[at + 1] ?? zero) - zero) << 3) |
  ((line[at + 2] ?? zero) - zero);
