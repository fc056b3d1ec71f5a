import type { Page } from "@signalbox/contract/common";

/** What is known of an agent's turns, commands or questions: an unbroken stretch up to the newest, oldest first. */
export interface History<T> {
  items: readonly T[];
  /** Leads to what came before the stretch; null at the beginning. */
  olderCursor: string | null;
}

/** Joins a fresh latest page to the history; where they do not meet, the history starts anew. */
export const mergeLatest = <T extends { id: string }>(
  history: History<T> | undefined,
  latest: Page<T>,
): History<T> => {
  const fresh = { items: latest.items, olderCursor: latest.nextCursor };
  const first = latest.items[0];
  if (history === undefined || first === undefined) return fresh;
  const meetsAt = history.items.findIndex((item) => item.id === first.id);
  if (meetsAt <= 0) return fresh;
  return { items: [...history.items.slice(0, meetsAt), ...latest.items], olderCursor: history.olderCursor };
};

/** Puts what was read from `cursor` on before the history, unless it goes back from elsewhere by now. */
export const prependOlder = <T>(history: History<T>, cursor: string | null, older: Page<T>): History<T> =>
  history.olderCursor === cursor
    ? { items: [...older.items, ...history.items], olderCursor: older.nextCursor }
    : history;

/** What the latest page holds comes with it. */
export const latestCount = 50;

/** Whether an item lies before what a fresh latest page would bring. */
export const isBeforeLatest = <T extends { id: string }>(history: History<T>, id: string): boolean =>
  history.items.slice(0, -latestCount).some((item) => item.id === id);

/** Puts an item that changed in place of what it was; its time may have changed too, and so its place. */
export const withChanged = <T extends { id: string; at: string }>(
  history: History<T>,
  changed: T,
): History<T> => {
  const items = history.items.map((item) => (item.id === changed.id ? changed : item));
  return { ...history, items: items.toSorted((a, b) => compare(a.at, b.at) || compare(a.id, b.id)) };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface OlderSource<T> {
  read(cursor: string): Promise<Page<T>>;
  /** Whether this item and what came before it need not be known. */
  isBefore(item: T): boolean;
}

/** Reads older pages until they reach back far enough, and gives them as one. */
export const readBack = async <T>(history: History<T>, source: OlderSource<T>): Promise<Page<T>> => {
  const pages: (readonly T[])[] = [];
  let first = history.items[0];
  let cursor = history.olderCursor;
  while (cursor !== null && (first === undefined || !source.isBefore(first))) {
    const page = await source.read(cursor);
    pages.unshift(page.items);
    first = page.items[0];
    cursor = page.nextCursor;
  }
  return { items: pages.flat(), nextCursor: cursor };
};
