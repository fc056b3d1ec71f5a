const minute = 60_000;
const units = [
  { name: "d", ms: 24 * 60 * minute },
  { name: "h", ms: 60 * minute },
  { name: "m", ms: minute },
] as const;

/** How long ago, in one unit: `40 s`, `3 m`, `2 h`, `5 d`. */
export function ago(instant: string, now: Date): string {
  const ms = Math.max(0, now.getTime() - Date.parse(instant));
  const unit = units.find((each) => ms >= each.ms);
  return unit === undefined ? `${Math.floor(ms / 1000)} s` : `${Math.floor(ms / unit.ms)} ${unit.name}`;
}

/** How long still, in one unit and rounded up: `40 s`, `12 m`, `3 h`, `5 d`. */
export function until(instant: string, now: Date): string {
  const ms = Math.max(0, Date.parse(instant) - now.getTime());
  const unit = units.find((each) => ms >= each.ms);
  return unit === undefined ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / unit.ms)} ${unit.name}`;
}

/** When the day began here. */
export const startOfDay = (now: Date): Date => new Date(new Date(now).setHours(0, 0, 0, 0));

/** The time of day here. */
export const clockTime = (instant: string): string => {
  const at = new Date(instant);
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
};
