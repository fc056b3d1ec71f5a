import type { Page } from "@signalbox/contract/common";
import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { hashText } from "../../kernel/ids.ts";

/** Turns the sort key of a list's last item into an opaque cursor and back. */
export interface KeysetCursor<K> {
  encode(key: K): string;
  /** Undefined for no cursor; throws `request.cursor_invalid` for one that this list did not give out. */
  decode(cursor: string | undefined): K | undefined;
}

const invalidCursor = (cause?: unknown) =>
  new AppError("invalid", "request.cursor_invalid", "The cursor is not one of this list", { cause });

/**
 * A cursor for one list; `list` keeps the cursor of another list out. Its seal tells one that was changed, at any node
 * and after any restart. It needs no secret: whoever works out how to seal comes to a place in a list they may read.
 */
export const keysetCursor = <K>(list: string, key: z.ZodType<K>): KeysetCursor<K> => {
  const Content = z.tuple([z.literal(list), z.unknown(), z.string()]);
  const write = (content: unknown) => Buffer.from(JSON.stringify(content)).toString("base64url");
  const seal = (value: unknown) => hashText(`cursor ${JSON.stringify([list, value])}`);
  return {
    encode: (value) => write([list, value, seal(value)]),
    decode(cursor) {
      if (cursor === undefined) return undefined;
      try {
        const content: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
        // Decoding skips what it does not know; a cursor that was given out comes back the same.
        const [, value, sealed] = Content.parse(content);
        if (write(content) === cursor && sealed === seal(value)) return key.parse(value);
      } catch (cause) {
        throw invalidCursor(cause);
      }
      throw invalidCursor();
    },
  };
};

/** Makes a page of rows that were read with one more than `limit`, so as to know whether there is a next page. */
export const pageOfRows = <T>(
  rows: readonly T[],
  limit: number,
  cursorAfter: (last: T) => string,
): Page<T> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorAfter(last) : null };
};
