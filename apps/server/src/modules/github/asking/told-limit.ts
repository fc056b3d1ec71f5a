/** What GitHub says of its limits in the headers of an answer. */
type Headers = Readonly<Record<string, string | number | undefined>>;

/** Where it says nothing of how long: its own advice. */
const usualWaitMs = 60_000;
/** Whatever it says: somebody waits for it. */
const longestWaitMs = 2 * 60 * 60 * 1_000;

/**
 * When GitHub may be asked again; null where the answer is no limit but a refusal.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function retryAtOf(
  { status, headers, message }: { status: number; headers: Headers; message: string },
  now: Date,
): Date | null {
  if (status !== 403 && status !== 429) return null;
  const after = numberOf(headers["retry-after"]);
  if (after !== null) return later(now, after * 1_000);
  const reset = numberOf(headers["x-ratelimit-reset"]);
  if (String(headers["x-ratelimit-remaining"]) === "0" && reset !== null)
    return later(now, reset * 1_000 - now.getTime());
  return status === 429 || /rate limit|abuse detection/i.test(message) ? later(now, usualWaitMs) : null;
}

const numberOf = (value: string | number | undefined): number | null =>
  value !== undefined && /^\d{1,12}$/.test(String(value)) ? Number(value) : null;

const later = (now: Date, ms: number): Date =>
  new Date(now.getTime() + Math.min(Math.max(ms, 1_000), longestWaitMs));
