/** What tmux answered to one command. */
export interface ControlReply {
  ok: boolean;
  lines: string[];
}

/** A reply this long was never asked for. */
const longestReply = 4_000_000;

interface OpenBlock {
  guard: string;
  ours: boolean;
  lines: string[];
  size: number;
}

/**
 * Reads what tmux says in control mode line by line: blocks between `%begin` and `%end` or `%error`, each the reply to
 * a command, in the order they were asked. Notices that stand between them are of no interest here.
 */
export class ControlReader {
  #block: OpenBlock | null = null;

  /** Whether the next line belongs to a reply, whatever it looks like. */
  get isInReply(): boolean {
    return this.#block !== null;
  }

  /**
   * The reply that this line completes, in a list of its own.
   * @throws Error for a reply beyond all measure
   */
  read(line: string): ControlReply[] {
    const block = this.#block;
    if (block === null) {
      const [, guard, flags] = /^%begin (\d+ \d+ (\d+))$/.exec(line) ?? [];
      if (guard !== undefined) this.#block = { guard, ours: flags === "1", lines: [], size: 0 };
      return [];
    }
    // A pane may show such a line, but not with the second and the number of the very reply it stands in.
    if (line === `%end ${block.guard}` || line === `%error ${block.guard}`) {
      this.#block = null;
      return block.ours ? [{ ok: line.startsWith("%end"), lines: block.lines }] : [];
    }
    block.size += line.length;
    if (block.size > longestReply) throw new Error("a reply of tmux has no end");
    block.lines.push(line);
    return [];
  }
}
