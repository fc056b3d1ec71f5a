/** The part of the address that says which two versions of a bot are compared. */
export interface VersionsSearch {
  from?: number;
  to?: number;
}

const numberIn = (value: unknown): number | undefined => {
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 && number < 2 ** 31 ? number : undefined;
};

export const readVersionsSearch = (search: Record<string, unknown>): VersionsSearch => {
  const [from, to] = [numberIn(search.from), numberIn(search.to)];
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
};

/** Which two are compared of a bot whose latest version is this: where nothing is said, that one and the one before. */
export const comparedVersions = (
  { from, to }: VersionsSearch,
  latest: number,
): { from: number; to: number } => {
  const end = to ?? latest;
  return { from: from ?? Math.max(1, end - 1), to: end };
};
