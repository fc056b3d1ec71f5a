const longestPart = 40;

const part = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestPart)
    .replace(/^-+|-+$/g, "");

/** What a persona's slug begins with: its role and its name in small letters, digits and dashes. */
export const slugBase = ({ role, name }: { role: string; name: string }): string =>
  [part(role), part(name)].filter((each) => each !== "").join("-") || "persona";

/** The slug with the number after the highest that is taken. */
export const nextSlug = (base: string, taken: readonly number[]): string =>
  `${base}-${Math.max(0, ...taken) + 1}`;
