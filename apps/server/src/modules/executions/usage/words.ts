const tokens = new Intl.NumberFormat("en");

export const tokenWords = (count: number): string => tokens.format(count);

/** Of little, more digits tell more. */
export const costWords = (micros: number): string =>
  `$${(micros / 1_000_000).toFixed(micros < 100_000 ? 4 : 2)}`;
