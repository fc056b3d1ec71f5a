import { type SqlBool, sql } from "kysely";
import type { ExecutionScope } from "../ports.ts";

/** The executions that are meant: those of a bot, in a project, of a person, or all. */
export const inScope = ({ botId, projectId, userId }: ExecutionScope, table = "executions") => {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  if (botId !== undefined) return sql<SqlBool>`${column("bot_id")} = ${botId}`;
  if (userId !== undefined) return sql<SqlBool>`${column("user_id")} = ${userId}`;
  return projectId === undefined ? sql<SqlBool>`true` : sql<SqlBool>`${column("project_id")} = ${projectId}`;
};
