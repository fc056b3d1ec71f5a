import { useCallback, useEffect, useRef, useState } from "react";
import { arrange, type Place, samePlaces } from "./admission.ts";
import { useKeys } from "./keys.ts";

export interface Admission {
  places: readonly Place[];
  waiting: number;
  letIn: () => void;
  /** Spread on the element around the list: being over it, or focused in it, holds it still. */
  holders: {
    onPointerEnter: () => void;
    onPointerLeave: () => void;
    onFocus: () => void;
    onBlur: (event: React.FocusEvent) => void;
  };
}

/** Shows `wanted` as it is, but holds it still while a person is at it; `.` lets the rest in. */
export const useAdmission = (wanted: readonly Place[]): Admission => {
  const [shown, setShown] = useState(wanted);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = pointed || focused;

  const newest = useRef(wanted);
  newest.current = wanted;
  const letIn = useCallback(() => setShown(newest.current), []);
  useKeys({ ".": letIn });

  const settled = samePlaces(shown, wanted);
  const free = !held || shown.length === 0;
  useEffect(() => {
    if (free && !settled) letIn();
  }, [free, settled, letIn]);

  const { places, waiting } = free ? { places: wanted, waiting: 0 } : arrange(shown, wanted);
  return {
    places,
    waiting,
    letIn,
    holders: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: (event) => setFocused(event.currentTarget.contains(event.relatedTarget)),
    },
  };
};
