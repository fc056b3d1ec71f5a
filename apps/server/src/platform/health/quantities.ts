const units = ["B", "kB", "MB", "GB", "TB"];

/** `812 MB`, `1.4 GB`: as people say it. */
export const inBytes = (bytes: number): string => {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1_000 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
};

/** `0.4 ms`, `120 ms`, `3.2 s`, `12 min`, `30 h`. */
export const inTime = (ms: number): string => {
  if (ms >= 3 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`;
  if (ms >= 60_000) return `${Math.round(ms / 60_000)} min`;
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
};

/** `184,202`. */
export const inNumber = (count: number | bigint): string => count.toLocaleString("en-GB");
