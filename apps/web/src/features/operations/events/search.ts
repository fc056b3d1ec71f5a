import { Id } from "@signalbox/contract/common";
import { Position } from "@signalbox/contract/event";

export const spans = ["15m", "1h", "24h", "7d"] as const;
export type Span = (typeof spans)[number];

/** The part of the address that says which events are listed, and which of them is open. */
export interface EventsSearch {
  /** A type, or with `.*` a family of them. */
  type?: string;
  projectId?: string;
  agentId?: string;
  actor?: string;
  correlationId?: string;
  /** Only what happened lately. */
  last?: Span;
  since?: string;
  until?: string;
  /** A part of any id. */
  text?: string;
  /** The position of the event that is open. */
  event?: string;
}

/** What narrows the list: the address without the event that is open. */
export type EventsFilter = Omit<EventsSearch, "event">;

type Reader = (given: string) => boolean;
const readers: Record<keyof EventsSearch, Reader> = {
  type: (given) => /^[\w-]+\.(?:[\w-]+|\*)$/.test(given),
  projectId: (given) => Id.safeParse(given).success,
  agentId: (given) => Id.safeParse(given).success,
  actor: isShort,
  correlationId: isShort,
  last: (given) => spans.some((span) => span === given),
  since: isInstant,
  until: isInstant,
  text: isShort,
  event: (given) => Position.safeParse(given).success,
};

function isShort(given: string): boolean {
  return given !== "" && given.length <= 100;
}

function isInstant(given: string): boolean {
  return !Number.isNaN(Date.parse(given));
}

/** Reads the address leniently: what is not understood is left out. */
export const readEventsSearch = (search: Record<string, unknown>): EventsSearch =>
  Object.fromEntries(
    Object.entries(readers).flatMap(([name, understands]) => {
      const given = search[name];
      // The router reads digits as a number where a person typed the address.
      const text = typeof given === "number" ? String(given) : given;
      return typeof text === "string" && understands(text) ? [[name, text]] : [];
    }),
  );

export const filterOf = ({ event: _, ...filter }: EventsSearch): EventsFilter => filter;

const spanMs: Record<Span, number> = {
  "15m": 15 * 60_000,
  "1h": 3_600_000,
  "24h": 24 * 3_600_000,
  "7d": 7 * 24 * 3_600_000,
};

/** From when on the filter takes events; undefined for all times. */
export const beginOf = ({ last, since }: EventsFilter, now: number): string | undefined =>
  last === undefined ? since && new Date(since).toISOString() : new Date(now - spanMs[last]).toISOString();
