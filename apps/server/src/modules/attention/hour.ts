const hourMs = 3_600_000;
const longestDayMs = 48 * hourMs;

/** Hours are counted as UTC has them. */
export const startOfHour = (at: number): Date => new Date(Math.floor(at / hourMs) * hourMs);

/** When the day of a caller began: as it says, but no further back than an overview may cost; else at midnight UTC. */
export const startOfDay = (now: Date, since: string | undefined): Date => {
  if (since === undefined) return new Date(new Date(now).setUTCHours(0, 0, 0, 0));
  return startOfHour(Math.max(Date.parse(since), now.getTime() - longestDayMs));
};
