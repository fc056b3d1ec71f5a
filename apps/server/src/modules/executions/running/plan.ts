import type { ChainLink } from "@signalbox/contract/chain";
import type { AttemptWhy } from "@signalbox/contract/executions";
import { AppError } from "../../../kernel/errors.ts";
import { commandOf } from "../../../platform/bridges/start-bridge.ts";
import type { Spec } from "../../../platform/supervisor/spec.ts";
import { cleanEnvironment } from "../../launches/index.ts";
import { type Asked, askedOf } from "../attempts/asks.ts";
import { type AttemptRow, endAttempt, insertAttempt, listAttempts } from "../attempts/attempts.repository.ts";
import { type ChosenLink, chooseLink } from "../attempts/choose-link.ts";
import { failedAccounts, spentLinks } from "../attempts/next-attempt.ts";
import { whyLink } from "../attempts/why-link.ts";
import { storeAttemptNumber, type Wait } from "../execution-moves.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { allowedOf, chainOf } from "../present-execution.ts";
import { type FoundProgram, programFor } from "./find-cli.ts";
import { type Later, placeOf, type Stopped, type Where } from "./place.ts";
import { failed, type Verdict } from "./verdict.ts";

/** After it was told to end, until it is killed. */
const graceMs = 10_000;

/** What is run, by which link of the chain. */
export interface Plan extends Pick<Asked, "asks"> {
  spec: Spec;
  /** What must not be seen of it. */
  secrets: readonly string[];
  link: ChainLink;
  /** Where that stands in the chain. */
  number: number;
  account: { id: string; name: string };
  why: AttemptWhy;
}

/** What is run; or why that is not to be, or not now. */
export async function planOf(
  row: ExecutionRow,
  options: ExecutionsOptions,
  signal: AbortSignal,
): Promise<Plan | Verdict | Later | Stopped> {
  // Nothing is checked out for what can't begin.
  const first = await chosenFor(row, await listAttempts(options.db.read, row.id), options, false);
  if ("until" in first) return { later: { wait: waitUntil(first, options) } };
  if ("elsewhere" in first && row.attempt === 0) return { later: { wanted_host_id: first.elsewhere } };
  const where = await placeOf(row, options, signal);
  return "cwd" in where ? planIn(where, row, { ...options, signal }) : where;
}

async function planIn(
  where: Where,
  row: ExecutionRow,
  options: ExecutionsOptions & { signal: AbortSignal },
): Promise<Plan | Verdict | Later | Stopped> {
  while (!options.signal.aborted) {
    const past = await listAttempts(options.db.read, row.id);
    const chosen = await chosenFor(row, past, options, true);
    // What was checked out is on this machine.
    if ("until" in chosen)
      return { later: { wait: waitUntil(chosen, options), wanted_host_id: options.places.hostId() } };
    const link = "account" in chosen ? chainOf(row)[chosen.link] : undefined;
    if (!("account" in chosen) || link === undefined) return exhausted(past.at(-1), chosen);
    const { account, link: number, passedOver } = chosen;
    const plan = await planBy({ row, past, where, link, account }, options);
    const asks = "state" in plan ? "prompt" : plan.asks;
    const why = whyLink({ past, link: number, accountId: account.id, asks, passedOver });
    if (!("state" in plan)) return { ...plan, link, number, account, why };
    // It is known to be no use, and the next one is asked.
    if (!(await noteUnstarted(row, { link, number, account, why, verdict: plan }, options))) break;
  }
  return { stopped: true };
}

interface Choice extends Pick<Plan, "link" | "account"> {
  row: ExecutionRow;
  past: readonly AttemptRow[];
  where: Where;
}

/** What is run by one link; or why it can't be. */
async function planBy(
  { row, past, where, link, account }: Choice,
  options: ExecutionsOptions,
): Promise<Pick<Plan, "spec" | "secrets" | "asks"> | Verdict> {
  const program = await programFor(link, { ...where, access: row.access }, options);
  if ("state" in program) return program;
  const prompt = row.input ?? row.prompt;
  const goesOnIn = row.resumes_session;
  const asked = askedOf({ past, backend: link.backend, accountId: account.id, prompt, goesOnIn });
  const given = { row, link, where, asked, program, accountId: account.id };
  const made = await specOf(given, options).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    return failed(`Its account can't be used: ${error.message}`, "authentication");
  });
  return "state" in made ? made : { ...made, asks: asked.asks };
}

const chosenFor = (
  row: ExecutionRow,
  past: readonly AttemptRow[],
  { db, clock, places, accounts, budgets }: ExecutionsOptions,
  takes: boolean,
): Promise<ChosenLink> =>
  db.transaction(async (tx) =>
    chooseLink(
      tx,
      {
        ...{ chain: chainOf(row), spent: spentLinks(past, row.retries), stickTo: row.account_id },
        ...{ past, spentAccounts: await budgets.spentAccounts(tx) },
        ...{ failed: failedAccounts(past), hostId: places.hostId(), at: clock.now(), takes },
      },
      accounts,
    ),
  );

const waitUntil = (
  { until, reason }: { until: Date; reason: string },
  { clock }: Pick<ExecutionsOptions, "clock">,
): Wait => ({ since: clock.now(), until, reason: `It begins once it can: ${reason}` });

/** Nobody can take it: what went wrong last is why. */
const exhausted = (last: AttemptRow | undefined, chosen: ChosenLink): Verdict => {
  const why =
    "refused" in chosen
      ? chosen.refused
      : "elsewhere" in chosen
        ? "The account belongs to another machine than the one that it is bound to"
        : "Nothing is left of its chain";
  return last?.error_class == null
    ? failed(why, "authentication")
    : failed(last.reason ?? why, last.error_class);
};

interface Given {
  row: ExecutionRow;
  link: ChainLink;
  where: Where;
  asked: Asked;
  program: FoundProgram;
  accountId: string;
}

async function specOf(
  { row, link, where: { cwd, trust }, asked, program: { file, cli }, accountId }: Given,
  { rules, accounts, hookSettings }: ExecutionsOptions,
): Promise<Pick<Plan, "spec" | "secrets">> {
  const asks = cli.asks === true && row.ask_minutes !== null;
  const ask = asks ? { minutes: row.ask_minutes ?? 0, settings: hookSettings(link.backend) } : null;
  const wish = {
    ...{ model: link.model, access: row.access, allowed: allowedOf(row), ask },
    ...{ trust, cwd, resumes: asked.resumes },
  };
  const { env: ofAccount, secrets } = await accounts.environmentOf(accountId);
  const env = { ...cleanEnvironment(rules.environment), ...cli.env(wish), ...ofAccount };
  const spec = { ...commandOf(cli, file, wish), cwd, env, input: asked.input, graceMs, mark: row.id };
  return { spec, secrets };
}

/** One that could not even be started stands among the attempts too; false where the execution runs no more. */
async function noteUnstarted(
  row: ExecutionRow,
  {
    link,
    number: index,
    account,
    why,
    verdict,
  }: { verdict: Verdict } & Pick<Plan, "link" | "number" | "account" | "why">,
  { db, clock }: ExecutionsOptions,
): Promise<boolean> {
  const ended = { ...verdict, at: clock.now(), answered: false, result: null };
  const { at } = ended;
  return db.transaction(async (tx) => {
    const number = await storeAttemptNumber(tx, row.id);
    if (number === undefined) return false;
    const { backend, model } = link;
    const begun = { number, link: index, backend, model, account, asks: "prompt", why, at } as const;
    await insertAttempt(tx, row.id, begun);
    await endAttempt(tx, { id: row.id, session_id: null, attempt: number }, ended);
    return true;
  });
}
