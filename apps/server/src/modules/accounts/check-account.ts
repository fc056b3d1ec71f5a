import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountCheck } from "@signalbox/contract/accounts";
import { nothingMore } from "@signalbox/contract/allowed";
import type { ErrorClass } from "@signalbox/contract/executions";
import { clipText, storableText } from "../../kernel/json.ts";
import { redactText, withoutSecrets } from "../../kernel/redact.ts";
import { commandOf } from "../../platform/bridges/start-bridge.ts";
import { findProgram, type ProgramResult, runProgram } from "../../platform/processes/run-program.ts";
import {
  type ExecutionCli,
  type ExecutionTold,
  launchableOf,
  type PlanWindow,
  programExecution,
} from "../backends/index.ts";
import { type AccountEnvironment, environmentOfRow } from "./account-environment.ts";
import { accountErrors } from "./accounts.errors.ts";
import type { AccountRow } from "./accounts.repository.ts";
import type { AccountsOptions } from "./options.ts";

const prompt = "Reply with the word ok.";
const timeoutMs = 60_000;
const versionMs = 10_000;
/** Far more than so short an answer takes. */
const mostOutput = 4_000_000;

export interface Checked extends AccountCheck {
  /** When a limit is over that was met; null where none was, or it is not known. */
  resetsAt: Date | null;
  windows: readonly PlanWindow[];
}

/** Runs the CLI of an account in an empty folder, with its environment and a small prompt. */
export async function checkAccount(
  row: AccountRow,
  { vault, rules, clock, programs }: Pick<AccountsOptions, "vault" | "rules" | "clock" | "programs">,
  signal: AbortSignal,
): Promise<Checked> {
  const { program, cli } = await runnableOf(row, programs);
  const file = await findProgram(program, rules.path);
  if (file === null || cli === undefined) throw accountErrors.programMissing(program);
  const { env: own, secrets } = await environmentOfRow(row, vault);
  const cwd = await mkdtemp(join(tmpdir(), "signalbox-check-"));
  try {
    const wish = {
      model: null,
      access: "read",
      allowed: nothingMore,
      trust: "full",
      cwd,
      resumes: null,
    } as const;
    const env = { ...rules.environment, ...cli.env(wish), ...own };
    const run = { env, cwd, group: true, signal };
    const asked = { ...run, file, args: ["--version"], timeoutMs: versionMs, keep: 1_000 };
    // What a program of somebody's makes of an option is not known.
    const said = row.program_id === null ? (await runProgram(asked)).stdout : "";
    const began = clock.now();
    const command = commandOf(cli, file, wish);
    const result = await runProgram({ ...run, ...command, input: prompt, timeoutMs, keep: mostOutput });
    const over = clock.now();
    return {
      ...judged(result, { cli, at: over, secrets }),
      version: /\d+\.\d+\.\d+[\w.-]*/.exec(said)?.[0] ?? null,
      tookMs: over.getTime() - began.getTime(),
    };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

interface Runnable {
  program: string;
  cli: ExecutionCli | undefined;
}

async function runnableOf(
  { backend, program_id }: Pick<AccountRow, "backend" | "program_id">,
  programs: AccountsOptions["programs"],
): Promise<Runnable> {
  const own = program_id === null ? null : await programs.find(program_id);
  if (own !== null) return { program: own.command, cli: programExecution(own) };
  const adapter = launchableOf(backend);
  return { program: adapter?.program ?? backend, cli: adapter?.execution };
}

interface Judging extends Pick<AccountEnvironment, "secrets"> {
  cli: Pick<ExecutionCli, "read" | "readErrors">;
  at: Date;
}

/** What its output says; the exit code alone says nothing. */
export function judged(
  { code, stdout, stderr }: ProgramResult,
  { cli, at, secrets }: Judging,
): Pick<Checked, "ok" | "errorClass" | "reason" | "resetsAt" | "windows"> {
  const said = stdout.split("\n").flatMap((line) => cli.read(line, at));
  const aside = stderr.split("\n").flatMap((line) => cli.readErrors?.(line, at) ?? []);
  const end = lastResult(said) ?? lastResult(aside);
  const windows = said.filter((told) => told.kind === "window");
  if (end !== undefined && end.errorClass === null)
    return { ok: true, errorClass: null, reason: null, resetsAt: null, windows };
  const limit = [...said, ...aside].findLast((told) => told.kind === "limited");
  const words = end?.text || stderr.trim().split("\n").at(-1) || whyNone(code);
  return {
    ...{ ok: false, errorClass: end?.errorClass ?? ("unknown" satisfies ErrorClass) },
    reason: safe(end === undefined && code === null ? whyNone(code) : words, secrets),
    ...{ resetsAt: limit?.resetsAt ?? null, windows },
  };
}

const lastResult = (told: readonly ExecutionTold[]) => told.findLast((one) => one.kind === "result");

const whyNone = (code: number | null): string =>
  code === null ? "It did not answer within 60 seconds" : `It ended without an answer (exit code ${code})`;

const longestReason = 500;

/** Without the secret, whatever its shape is. */
function safe(words: string, secrets: readonly string[]): string {
  const without = redactText(withoutSecrets(words, secrets));
  return clipText(storableText(without, longestReason), longestReason);
}
