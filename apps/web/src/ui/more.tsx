import { type RefObject, useEffect, useRef } from "react";

interface MoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** Holds the rows that there are. */
  rows: RefObject<HTMLElement | null>;
  /** What the way is called. */
  word?: string;
}

/** The way to the next page of a list, where there is one. */
export const More = ({
  query: { hasNextPage, isFetchingNextPage, fetchNextPage },
  rows,
  word = "Load more",
}: MoreProps) => {
  const lastBefore = useRef<Element>(undefined);
  useEffect(() => {
    if (!hasNextPage) goOnAfter(lastBefore.current);
  }, [hasNextPage]);
  const load = () => {
    lastBefore.current = rows.current?.lastElementChild ?? undefined;
    void fetchNextPage();
  };
  return hasNextPage ? (
    <p className="more">
      <button
        type="button"
        className="btn"
        aria-disabled={isFetchingNextPage}
        onClick={isFetchingNextPage ? undefined : load}
      >
        {isFetchingNextPage ? "Loading…" : word}
      </button>
    </p>
  ) : null;
};

/** The button went with the focus it had: the first of the rows that it brought takes it. */
const goOnAfter = (row: Element | undefined) => {
  const next = row?.nextElementSibling ?? row;
  if (!(next instanceof HTMLElement) || document.activeElement !== document.body) return;
  next.tabIndex = -1;
  next.focus();
};
