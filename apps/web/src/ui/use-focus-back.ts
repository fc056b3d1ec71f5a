import { type RefObject, useEffect, useRef } from "react";

/** For a button whose press opens something in its place or beside it: once that is closed, the focus is its own again. */
export const useFocusBack = (open: boolean): RefObject<HTMLButtonElement | null> => {
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // What somebody went on to meanwhile keeps the focus.
    if (wasOpen.current && !open && isNowhere(document.activeElement)) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  return button;
};

const isNowhere = (element: Element | null): boolean => element === null || element === document.body;
