import { type EndList, useEndList } from "../../../ui/use-end-list.ts";
import { guessedHeight, type TalkRow } from "../talk-rows.ts";

export type Talk = EndList;

const keyOf = ({ key }: TalkRow): string => key;

/** The rows of a conversation near the eye; it follows its end while that is in sight. */
export const useTalk = (rows: readonly TalkRow[], hasOlder: boolean): Talk =>
  useEndList({ rows, keyOf, guessHeight: guessedHeight, hasOlder });
