import { type RefObject, useLayoutEffect, useRef } from "react";

/** For a part that goes away: the focus it holds then stays near, with the nearest part around it that can take it. */
export const useHeir = <E extends HTMLElement>(): RefObject<E | null> => {
  const leaving = useRef<E>(null);
  useLayoutEffect(() => {
    const element = leaving.current;
    return () => {
      if (element?.contains(document.activeElement)) {
        element.parentElement?.closest<HTMLElement>("[tabindex]")?.focus();
      }
    };
  }, []);
  return leaving;
};
