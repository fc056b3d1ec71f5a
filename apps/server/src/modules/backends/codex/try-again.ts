const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const wording =
  /try again at (?:([A-Z][a-z]{2}) (\d{1,2})(?:st|nd|rd|th), (\d{4}) )?(\d{1,2}):(\d{2}) (AM|PM)/;

/**
 * When a limit opens again, from words such as `try again at 9:16 PM` or `try again at Dec 1st, 2026 9:16 PM`. The zone is
 * that of this machine, on which Codex runs; without a day it is the next such time.
 */
export function readTryAgain(text: string, now: Date): Date | null {
  const [, month, day, year, hourText, minuteText, half] = wording.exec(text) ?? [];
  if (hourText === undefined || minuteText === undefined) return null;
  const hour = (Number(hourText) % 12) + (half === "PM" ? 12 : 0);
  const time = [hour, Number(minuteText)] as const;
  if (month !== undefined) {
    const at = new Date(Number(year), months.indexOf(month.toLowerCase()), Number(day), ...time);
    return Number.isNaN(at.getTime()) || !months.includes(month.toLowerCase()) ? null : at;
  }
  const on = (days: number): Date =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, ...time);
  return on(0) > now ? on(0) : on(1);
}
