import type { Signal } from "../../backends/index.ts";
import { remember, type Tracked } from "./tracked.ts";
import type { Marks, Means } from "./work.ts";

/** An equal payload this soon after the first is a double; later it is a repetition. */
const doubleWithinMs = 2_000;
/** Longer identities are hashed: they must fit an index. */
const longestIdentity = 150;

interface Heard {
  signal: Signal;
  marks: Marks;
  means: Means;
}

/**
 * The identity of a signal, unique for its agent; null where it is a double of one already heard. The sender's id
 * wins, then the CLI's own, else the payload's hash with its ordinal among all that were told so. Remembers it in
 * `memory`.
 */
export function identify(
  { memory, endedAt }: Pick<Tracked, "memory" | "endedAt">,
  heard: Heard,
): string | null {
  const { signal, marks, means } = heard;
  const hasEnded = endedAt !== null;
  const named = marks.signalId === null ? signal.ownIdentity : `id:${marks.signalId}`;
  if (named !== null) {
    const own = named.length > longestIdentity ? means.hash(named) : named;
    if (memory.seen.includes(own)) return null;
    remember(memory.seen, own, 16);
    return own;
  }
  const { fingerprint } = marks;
  // What a session said before it was started anew is no double of what it says now.
  if (signal.observation.kind === "session_started" && hasEnded) {
    memory.heard = memory.heard.filter((one) => one.fingerprint === fingerprint);
  }
  const earlier = memory.heard.findLast((one) => one.fingerprint === fingerprint);
  const unresolved = memory.question?.fingerprint === fingerprint;
  const age = earlier ? Math.abs(signal.at.getTime() - earlier.at) : Number.POSITIVE_INFINITY;
  if (unresolved || age < doubleWithinMs) return null;
  const at = signal.at.getTime();
  memory.heard = memory.heard.filter((one) => Math.abs(at - one.at) < doubleWithinMs);
  remember(memory.heard, { fingerprint, at }, 16);
  return `${fingerprint}:${memory.ordinal++}`;
}
