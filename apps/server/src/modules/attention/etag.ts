import { hashText } from "../../kernel/ids.ts";

/** A tag that changes with the value. Weak, since a compressed reply is the same overview. */
export const etagOf = (value: unknown): string => `W/"${hashText(JSON.stringify(value))}"`;

/** Whether `If-None-Match` names this tag: the client has what would be sent. */
export const matchesEtag = (ifNoneMatch: string | undefined, etag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || opaque(tag) === opaque(etag));
};
