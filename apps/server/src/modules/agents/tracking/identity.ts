import type { Signal } from "../../backends/index.ts";
import { type Memory, remember } from "./tracked.ts";

/** An equal payload this soon after the first is a double; later it is a repetition. */
const doubleWithinMs = 2_000;

export interface Marks {
  /** `x-signalbox-signal-id`, where the sender gave one. */
  signalId: string | null;
  /** A hash of the payload. */
  fingerprint: string;
}

/**
 * The identity of a signal, unique for its agent; null where it is a double of one already heard. The sender's id
 * wins, then the CLI's own, else the payload's hash with its ordinal inside the command. Remembers it in `memory`.
 */
export function identify(memory: Memory, signal: Signal, marks: Marks): string | null {
  const own = marks.signalId === null ? signal.ownIdentity : `id:${marks.signalId}`;
  if (own !== null) {
    if (memory.seen.includes(own)) return null;
    remember(memory.seen, own, 64);
    return own;
  }
  const { fingerprint } = marks;
  const scope = memory.open?.id ?? memory.closed.at(-1)?.id ?? "";
  const earlier = memory.heard.findLast((one) => one.fingerprint === fingerprint);
  const unresolved = memory.question?.fingerprint === fingerprint;
  const age = earlier ? Math.abs(signal.at.getTime() - earlier.at) : Number.POSITIVE_INFINITY;
  if (unresolved || age < doubleWithinMs) return null;
  const count = earlier?.scope === scope ? earlier.count + 1 : 0;
  remember(memory.heard, { fingerprint, scope, count, at: signal.at.getTime() }, 16);
  return `${fingerprint}:${scope}:${count}`;
}
