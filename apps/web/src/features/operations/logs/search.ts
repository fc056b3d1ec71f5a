import { type LogLevel, LogPosition, logLevels } from "@signalbox/contract/logs";

/** The part of the address that says which lines of the log are shown, and which of them is open. */
export interface LogsSearch {
  level?: LogLevel;
  text?: string;
  part?: string;
  correlationId?: string;
  line?: string;
}

export type LogsFilter = Omit<LogsSearch, "line">;

const short = (given: unknown): given is string =>
  typeof given === "string" && given !== "" && given.length <= 100;

/** Reads the address leniently: what is not understood is left out. */
export const readLogsSearch = (search: Record<string, unknown>): LogsSearch => {
  const level = logLevels.find((known) => known === search.level);
  const line = LogPosition.safeParse(search.line);
  const { text, part, correlationId } = search;
  return {
    ...(level === undefined ? {} : { level }),
    ...(short(text) ? { text } : {}),
    ...(short(part) ? { part } : {}),
    ...(short(correlationId) ? { correlationId } : {}),
    ...(line.success ? { line: line.data } : {}),
  };
};
