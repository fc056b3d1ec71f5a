import { AppError } from "../../../kernel/errors.ts";

const codeOf = (error: unknown): string | null =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;

const isSqlState = (code: string) => /^[0-9A-Z]{5}$/.test(code);

/** Connection, resources, shutdown, system, a limit of time or somebody's cancel: not the statement's own fault. */
const outageStates = /^(?:08|53|58)|^57P0|^57014$|^55P03$/;
const outageCodes = ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EPIPE", "ETIMEDOUT"];

/** Whether the database was away rather than unwilling: worth trying again. */
export function isOutage(error: unknown): boolean {
  if (error instanceof AppError) return error.kind === "unavailable";
  const code = codeOf(error);
  if (code === null) return error instanceof Error && /connection terminated|socket/i.test(error.message);
  return isSqlState(code) ? outageStates.test(code) : outageCodes.includes(code);
}

/** Outages that waiting does not end: somebody must free space, or mend the database. */
const lasting = ["database.disk_full", "database.read_only", "database.failing", "database.files_failed"];

/** Whether the database will be away for longer than anybody waits. */
export const isLasting = (error: unknown): boolean =>
  error instanceof AppError && lasting.includes(error.code);

/** What the guard of revisions raises, and what PostgreSQL does where two wait for each other. */
const contended = ["SB002", "40001", "40P01"];
const agentsKey = "agents_host_id_backend_parent_id_session_id_key";

/** Whether another node wrote of the same agents at the same time: decided anew on what it wrote, it succeeds. */
export const isContended = (error: unknown): boolean =>
  contended.includes(codeOf(error) ?? "") || constraintOf(error) === agentsKey || isOfNoAgent(error);

/** Retention removed the agent behind the back of whoever remembers it. */
const isOfNoAgent = (error: unknown): boolean =>
  codeOf(error) === "23503" && error instanceof Error && "constraint" in error
    ? String(error.constraint).startsWith("agents_")
    : false;

const constraintOf = (error: unknown): string | null =>
  codeOf(error) === "23505" && error instanceof Error && "constraint" in error
    ? String(error.constraint)
    : null;

/** What a signal has, and what follows from it under its identity: which of them is met first is not said. */
const doubles = [
  "agents_signals_pkey",
  "agents_signals_agent_id_identity_key",
  "agents_turns_agent_id_identity_key",
];

/** Whether the signal had been stored before: its identity, or its row, is there. */
export const isDouble = (error: unknown): boolean => doubles.includes(constraintOf(error) ?? "");
