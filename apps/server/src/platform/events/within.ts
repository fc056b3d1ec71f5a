/** How long work may take, and how long it may take to end after it was told to. */
export interface TimeLimit {
  limitMs: number;
  graceMs: number;
}

/**
 * Runs `work` with a signal that aborts at the time limit or with `outer`. Work that does not end within the
 * grace is left behind: the promise rejects with the reason it was told to end for.
 */
export const within = async <T>(
  { limitMs, graceMs }: TimeLimit,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController();
  const abandoned = Promise.withResolvers<never>();
  let grace: NodeJS.Timeout | undefined;
  const end = (reason: unknown) => {
    controller.abort(reason);
    grace ??= setTimeout(() => abandoned.reject(reason), graceMs);
  };
  const limit = setTimeout(() => end(new Error(`Took longer than ${limitMs} ms`)), limitMs);
  const endWithOuter = () => end(outer.reason);
  if (outer.aborted) endWithOuter();
  outer.addEventListener("abort", endWithOuter, { once: true });
  try {
    return await Promise.race([work(controller.signal), abandoned.promise]);
  } finally {
    clearTimeout(limit);
    clearTimeout(grace);
    outer.removeEventListener("abort", endWithOuter);
  }
};
