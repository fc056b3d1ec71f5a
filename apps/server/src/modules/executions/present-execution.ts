import { Allowed } from "@signalbox/contract/allowed";
import { ChainLink } from "@signalbox/contract/chain";
import {
  type AskedOfExecution,
  type Execution,
  type ExecutionAttempt,
  type ExecutionDetail,
  type ExecutionStep,
  ExecutionTarget,
} from "@signalbox/contract/executions";
import { z } from "zod";
import type { ExecutionRow } from "./executions.repository.ts";
import { stepsOf } from "./steps-of.ts";
import { ownBudgetOf } from "./usage/own-budget.ts";

const Words = z.array(z.string());
const Values = z.record(z.string(), z.string());
const Schema = z.record(z.string(), z.unknown());

const Chain = z.array(ChainLink);

/** What it tries, in this order. */
export const chainOf = ({ chain }: Pick<ExecutionRow, "chain">): ChainLink[] => Chain.parse(chain);

export const schemaOf = ({ result_schema: schema }: Pick<ExecutionRow, "result_schema">) =>
  schema === null ? null : Schema.parse(schema);

/** What it may do beside what its access gives it. */
export const allowedOf = ({ allowed }: Pick<ExecutionRow, "allowed">) => Allowed.parse(allowed);

const endedBadly: ReadonlySet<string> = new Set(["failed", "timed_out", "interrupted"]);
const needsLookNow = ({ looked_at, outcome_failed, state }: ExecutionRow): boolean =>
  looked_at === null && (outcome_failed || endedBadly.has(state));

/** What its bot's variables were given. */
export const valuesOf = ({ given_values: values }: Pick<ExecutionRow, "given_values">) =>
  Values.parse(values);

/** What a webhook tells may be no target at all. */
export const targetOf = ({ target }: Pick<ExecutionRow, "target">): ExecutionTarget | null =>
  ExecutionTarget.safeParse(target).data ?? null;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** What is wished and not done yet; its end is wished above all. */
const askedOf = (row: ExecutionRow): AskedOfExecution | null => {
  if (row.state !== "running" && row.state !== "paused") return null;
  if (row.cancel_asked) return "cancel";
  if (row.pause_asked === (row.state === "paused")) return null;
  return row.pause_asked ? "pause" : "continue";
};

export const presentExecution = (row: ExecutionRow): Execution => ({
  id: row.id,
  bot: { id: row.bot_id, name: row.bot_name, version: row.bot_version },
  projectId: row.project_id,
  backend: row.backend,
  model: row.model,
  access: row.access,
  workspace: row.workspace,
  state: row.state,
  asked: askedOf(row),
  reason: row.reason,
  errorClass: row.error_class,
  resetsAt: iso(row.resets_at),
  attempt: row.attempt,
  waitsUntil: iso(row.waits_until),
  by: row.by_name,
  userId: row.user_id,
  queuedAt: row.queued_at.toISOString(),
  startedAt: iso(row.started_at),
  endedAt: iso(row.ended_at),
  deadline: iso(row.deadline),
  pausedAt: iso(row.paused_at),
  usage: {
    input: Number(row.tokens_input),
    output: Number(row.tokens_output),
    cacheRead: Number(row.tokens_cache_read),
    cacheWrite: Number(row.tokens_cache_write),
    costMicros: row.cost_micros === null ? null : Number(row.cost_micros),
    estimated: row.usage_estimated,
  },
  log: { lines: Number(row.log_lines), bytes: Number(row.log_bytes) },
});

type Around = Pick<ExecutionDetail, "source" | "checkedOut" | "outcomes" | "resumedBy" | "notResumable"> & {
  steps: ExecutionStep[];
  attempts: ExecutionAttempt[];
};

export const presentDetail = (
  row: ExecutionRow,
  { source, checkedOut, steps, outcomes, attempts, resumedBy, notResumable }: Around,
): ExecutionDetail => ({
  ...presentExecution(row),
  ...{ source, checkedOut },
  steps: stepsOf(row, steps, outcomes),
  prompt: row.prompt,
  ...{ values: valuesOf(row), target: targetOf(row) },
  resultSchema: schemaOf(row),
  budget: ownBudgetOf(row),
  ...{
    chain: chainOf(row),
    retries: row.retries,
    askMinutes: row.ask_minutes,
    allowed: allowedOf(row),
    attempts,
    needsLook: needsLookNow(row),
  },
  outcomes,
  result: row.result,
  cwd: row.cwd,
  command: row.command === null ? null : Words.parse(row.command),
  environment: Words.parse(row.environment),
  sessionId: row.session_id,
  ...{ resumes: row.resumes, resumedBy, notResumable },
  exit:
    row.exit_code === null && row.exit_signal === null
      ? null
      : {
          code: row.exit_code,
          signal: row.exit_signal,
          peakMemoryKb: row.peak_memory_kb,
          cpuMs: row.cpu_ms === null ? null : Number(row.cpu_ms),
        },
});
