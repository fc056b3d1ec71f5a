/** No two runs of blanks meet in it, for reading a long run in two parts takes its length squared. */
const wording = /resets?\s+(?:at\s+)?(\d{1,2})(?::(\d{2}))?(?:\s*(am|pm))?\s*\(([A-Za-z_/+-]+)\)/i;

/** Milliseconds that a time zone is ahead of UTC at an instant; null for a zone that is not known. */
function zoneOffset(zone: string, at: Date): number | null {
  try {
    const parts = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      dateStyle: "short",
      timeStyle: "medium",
      hourCycle: "h23",
    }).formatToParts(at);
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
    const local = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    );
    return local - Math.floor(at.getTime() / 1000) * 1000;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** When a limit opens again, from words such as `resets 10:05am (UTC)`: the next such time after `now`. */
export function readResetTime(text: string, now: Date): Date | null {
  const [, hourText, minuteText = "0", half, zone] = wording.exec(text) ?? [];
  if (hourText === undefined || zone === undefined) return null;
  const offset = zoneOffset(zone, now);
  const hour = half === undefined ? Number(hourText) : (Number(hourText) % 12) + (/pm/i.test(half) ? 12 : 0);
  const minute = Number(minuteText);
  if (offset === null || hour > 23 || minute > 59) return null;
  const local = new Date(now.getTime() + offset);
  const day = 86_400_000;
  const at = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), hour, minute) - offset;
  return new Date(at > now.getTime() ? at : at + day);
}
