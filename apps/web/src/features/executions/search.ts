/** The part of the address that says which executions are listed; the page reads what it knows of it. */
export interface ExecutionsSearch {
  state?: string;
  botId?: string;
  projectId?: string;
  /** Words to look for. */
  text?: string;
  look?: string;
}

/** The part of an execution's address that says how its log is shown. */
export interface ExecutionSearch {
  log?: "lines";
}

/** Which two executions are compared. */
export interface ComparisonSearch {
  a?: string;
  b?: string;
}

/** Those that hold a word; the router reads what looks like a number as one. */
const wordsOf = <Name extends string>(search: Record<string, unknown>, names: readonly Name[]) => {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = search[name];
    const word = ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
    if (word !== "") found[name] = word;
  }
  return found;
};

export const readExecutionsSearch = (search: Record<string, unknown>): ExecutionsSearch =>
  wordsOf(search, ["state", "botId", "projectId", "text", "look"]);

export const readExecutionSearch = ({ log }: Record<string, unknown>): ExecutionSearch =>
  log === "lines" ? { log } : {};

export const readComparisonSearch = (search: Record<string, unknown>): ComparisonSearch =>
  wordsOf(search, ["a", "b"]);
