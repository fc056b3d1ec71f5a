const toCents = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** Millionths of a dollar: `$1.20`, `under $0.01`; null is unknown. */
export const dollars = (micros: number | null): string => {
  if (micros === null) return "cost unknown";
  return micros > 0 && micros < 10_000 ? "under $0.01" : toCents.format(micros / 1e6);
};
