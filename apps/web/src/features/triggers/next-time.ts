const inZone = (timeZone: string | undefined) =>
  new Intl.DateTimeFormat("en-GB", {
    ...({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const),
    timeZone,
  });

const read = (at: string, timeZone: string | undefined): string =>
  inZone(timeZone).format(new Date(at)).replace(",", "");

/** When a schedule comes: by the clock of whoever looks, and by its own where that reads another time. */
export const nextTime = (at: string, timeZone?: string, here?: string): string => {
  const mine = read(at, here);
  const its = timeZone === undefined ? mine : read(at, timeZone);
  return mine === its ? mine : `${mine} here, ${its} in ${timeZone}`;
};
