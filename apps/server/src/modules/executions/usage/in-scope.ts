import { type SqlBool, sql } from "kysely";
import type { ExecutionScope } from "../ports.ts";

/** The executions that are meant: those of a bot, those in a project, or all. */
export const inScope = ({ botId, projectId }: ExecutionScope, table = "executions") => {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  if (botId !== undefined) return sql<SqlBool>`${column("bot_id")} = ${botId}`;
  return projectId === undefined ? sql<SqlBool>`true` : sql<SqlBool>`${column("project_id")} = ${projectId}`;
};
