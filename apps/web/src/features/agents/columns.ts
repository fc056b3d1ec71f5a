/** What a list of agents may show beside state and title, and the column of the data browser that is meant by each. */
export const agentColumns = {
  project: { word: "Project", column: "project_id" },
  branch: { word: "Branch", column: "branch" },
  backend: { word: "Backend", column: "backend" },
  model: { word: "Model", column: "model" },
  context: { word: "Context", column: "context_tokens" },
  cost: { word: "Cost", column: "reported_cost" },
  since: { word: "Since", column: "state_since" },
} as const;
export type AgentColumn = keyof typeof agentColumns;

const isColumn = (name: unknown): name is AgentColumn =>
  typeof name === "string" && Object.hasOwn(agentColumns, name);

/** In their own order, whatever the order they were chosen in. */
const inOrder = (names: readonly AgentColumn[]): AgentColumn[] =>
  Object.keys(agentColumns)
    .filter(isColumn)
    .filter((name) => names.includes(name));

/** What is shown until something else is chosen. */
export const usualColumns: readonly AgentColumn[] = ["project", "branch", "backend", "model", "since"];

/** Columns as an address names them; undefined for the usual ones, or where none is known. */
export const readColumns = (given: unknown): AgentColumn[] | undefined => {
  const names = typeof given === "string" ? given.split(",") : Array.isArray(given) ? given : [];
  const chosen = inOrder(names.filter(isColumn));
  return chosen.length === 0 || chosen.join() === usualColumns.join() ? undefined : chosen;
};

const always = ["state", "title"];

/** The columns of the data browser's table; null for the usual ones. */
export const columnsOfView = (columns: readonly AgentColumn[] | undefined): string[] | null =>
  columns === undefined ? null : [...always, ...columns.map((name) => agentColumns[name].column)];

/** The same the other way; null where the view shows something that a list of agents can't. */
export const columnsOfTable = (columns: readonly string[]): AgentColumn[] | null => {
  const others = columns.filter((column) => !always.includes(column));
  const names = others.map((column) =>
    Object.keys(agentColumns)
      .filter(isColumn)
      .find((name) => agentColumns[name].column === column),
  );
  return names.every((name) => name !== undefined) ? inOrder(names) : null;
};
