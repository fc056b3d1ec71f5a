import type { Page } from "@signalbox/contract/common";

/** Reads a list to its end, at most `pages` pages of it. */
export const everyPage = async <T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
  pages = 10,
): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const { items: more, nextCursor } = await read(cursor);
    items.push(...more);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return items;
};
