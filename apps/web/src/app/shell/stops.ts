/** `j` and `k`: moves focus to the next or the one before among the things a page lists. */
export const stepStop = (within: HTMLElement | null, step: 1 | -1): void => {
  if (within === null) return;
  const stops = [...within.querySelectorAll<HTMLElement>("[data-stop]")].filter((stop) =>
    stop.checkVisibility(),
  );
  const focused = document.activeElement;
  const at = stops.findIndex((stop) => stop.contains(focused));
  const next = stops[nextIndex(at, step, stops.length)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

/** Stays at the ends; from nowhere it begins at the near end. */
export const nextIndex = (at: number, step: 1 | -1, length: number): number => {
  if (at === -1) return step === 1 ? 0 : length - 1;
  return Math.min(length - 1, Math.max(0, at + step));
};
