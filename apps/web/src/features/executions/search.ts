/** The part of the address that says which executions are listed; the page reads what it knows of it. */
export interface ExecutionsSearch {
  state?: string;
  botId?: string;
}

/** The part of an execution's address that says how its log is shown. */
export interface ExecutionSearch {
  log?: "lines";
}

const wordIn = (value: unknown): value is string => typeof value === "string" && value !== "";

export const readExecutionsSearch = ({ state, botId }: Record<string, unknown>): ExecutionsSearch => ({
  ...(wordIn(state) ? { state } : {}),
  ...(wordIn(botId) ? { botId } : {}),
});

export const readExecutionSearch = ({ log }: Record<string, unknown>): ExecutionSearch =>
  log === "lines" ? { log } : {};
