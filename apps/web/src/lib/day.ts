/** When the day of this browser began. */
export const startOfDay = (now: number): Date => new Date(new Date(now).setHours(0, 0, 0, 0));

/** How long that day still lasts. */
export const untilTomorrow = (now: number): number => new Date(now).setHours(24, 0, 0, 0) - now;
