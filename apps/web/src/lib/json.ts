/** What a machine wrote, of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const textIn = (record: JsonRecord, name: string): string | null => {
  const value = record[name];
  return typeof value === "string" ? value : null;
};

export const numberIn = (record: JsonRecord, name: string): number | null => {
  const value = record[name];
  return typeof value === "number" ? value : null;
};

export const recordsIn = (value: unknown): readonly JsonRecord[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** A line of JSON; null where it is none, or no object. */
export const readRecord = (line: string): JsonRecord | null => {
  if (!line.startsWith("{")) return null;
  try {
    const read: unknown = JSON.parse(line);
    return isRecord(read) ? read : null;
  } catch {
    return null;
  }
};
