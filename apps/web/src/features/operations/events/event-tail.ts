import type { EventEnvelope } from "@signalbox/contract/event";
import { useSyncExternalStore } from "react";

/** So many of the newest events are kept. */
export const tailLength = 500;
/** Readers are told of news no more often: what passes faster nobody reads. */
const restMs = 200;

export interface EventTail {
  push(event: EventEnvelope): void;
  forget(): void;
  /** Newest first. */
  read(): readonly EventEnvelope[];
  subscribe(reader: () => void): () => void;
}

/** The newest events of the live connection, for lists that go on with them. */
export const createEventTail = (): EventTail => {
  const readers = new Set<() => void>();
  let kept: EventEnvelope[] = [];
  let shown: readonly EventEnvelope[] = [];
  let isDue = false;

  const tell = () => {
    isDue = false;
    shown = kept.toReversed();
    for (const reader of readers) reader();
  };
  const tellSoon = () => {
    if (!isDue) setTimeout(tell, restMs);
    isDue = true;
  };
  return {
    push(event) {
      kept.push(event);
      if (kept.length > 2 * tailLength) kept = kept.slice(-tailLength);
      tellSoon();
    },
    forget() {
      kept = [];
      tellSoon();
    },
    read: () => shown,
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
};

export const eventTail = createEventTail();

export const useEventTail = (): readonly EventEnvelope[] =>
  useSyncExternalStore(eventTail.subscribe, eventTail.read);
