import type { AuditFilter } from "@signalbox/contract/audit";

/** What the address of the audit page holds. */
export interface AuditSearch {
  person?: string;
  family?: string;
  subject?: string;
  correlation?: string;
  /** Within so many days. */
  days?: number;
}

const textIn = (search: Record<string, unknown>, key: string) => {
  const value = search[key];
  return typeof value === "string" && value !== "" ? { [key]: value } : {};
};

export const readAuditSearch = (search: Record<string, unknown>): AuditSearch => ({
  ...textIn(search, "person"),
  ...textIn(search, "family"),
  ...textIn(search, "subject"),
  ...textIn(search, "correlation"),
  ...(search.days === 1 || search.days === 7 || search.days === 30 ? { days: search.days } : {}),
});

const day = 24 * 60 * 60 * 1_000;

/** The filter as the API takes it; the start of the span is rounded, so that one question is not asked as many. */
export const filterOf = (search: AuditSearch, now: number): AuditFilter => {
  const { person, family, subject, correlation, days } = search;
  const hour = day / 24;
  const from = days === undefined ? undefined : new Date(Math.floor((now - days * day) / hour) * hour);
  return {
    ...(person === undefined ? {} : { userId: person }),
    ...(family === undefined ? {} : { action: family }),
    ...(subject === undefined ? {} : { subjectId: subject }),
    ...(correlation === undefined ? {} : { correlationId: correlation }),
    ...(from === undefined ? {} : { from: from.toISOString() }),
  };
};
