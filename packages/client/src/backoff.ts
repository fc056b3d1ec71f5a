/** Waits between attempts to connect: they double from `firstMs` up to `maxMs`, each cut by up to half at random. */
export interface BackoffOptions {
  firstMs: number;
  maxMs: number;
  random?: () => number;
}

export const defaultBackoff: BackoffOptions = { firstMs: 250, maxMs: 15_000 };

/** The wait before the next attempt, after `failures` (1 or more) in a row; jitter keeps clients from returning at once. */
export const backoffMs = (
  { firstMs, maxMs, random = Math.random }: BackoffOptions,
  failures: number,
): number => {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (1 - random() / 2));
};

/** Resolves after `ms`, or at once when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
