import { useEffect, useRef } from "react";

const touches = ["pointermove", "pointerdown", "keydown"] as const;

/** Runs once, at the first sign of a person. */
export const useFirstTouch = (act: () => void): void => {
  const current = useRef(act);
  current.current = act;
  useEffect(() => {
    const waiting = new AbortController();
    const onTouch = () => {
      waiting.abort();
      current.current();
    };
    for (const touch of touches)
      window.addEventListener(touch, onTouch, { signal: waiting.signal, capture: true });
    return () => waiting.abort();
  }, []);
};
