import type { ChainLink } from "@signalbox/contract/chain";
import { findProgram } from "../../../platform/processes/run-program.ts";
import type { Spec } from "../../../platform/supervisor/spec.ts";
import { adapterOf, type ExecutionCli } from "../../backends/index.ts";
import { cleanEnvironment } from "../../launches/index.ts";
import { type Asked, askedOf } from "../attempts/asks.ts";
import { type AttemptRow, endAttempt, insertAttempt, listAttempts } from "../attempts/attempts.repository.ts";
import { type ChosenLink, chooseLink } from "../attempts/choose-link.ts";
import { failedAccounts, spentLinks } from "../attempts/next-attempt.ts";
import { storeAttemptNumber } from "../execution-moves.repository.ts";
import { chainOf, type ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { type Later, placeOf, type Stopped, type Where } from "./place.ts";
import { failed, type Verdict } from "./verdict.ts";

/** After it was told to end, until it is killed. */
const graceMs = 10_000;

/** What is run, by which link of the chain. */
export interface Plan extends Pick<Asked, "asks"> {
  spec: Spec;
  link: ChainLink;
  /** Where that stands in the chain. */
  number: number;
  account: { id: string; name: string };
}

/** What is run; or why that is not to be, or not now. */
export async function planOf(
  row: ExecutionRow,
  options: ExecutionsOptions,
  signal: AbortSignal,
): Promise<Plan | Verdict | Later | Stopped> {
  const where = await placeOf(row, options, signal);
  return "cwd" in where ? planIn(where, row, options) : where;
}

async function planIn(
  where: Where,
  row: ExecutionRow,
  options: ExecutionsOptions,
): Promise<Plan | Verdict | Later> {
  for (;;) {
    const past = await listAttempts(options.db.read, row.id);
    const chosen = await chosenFor(row, past, options);
    if ("until" in chosen) return laterAt(chosen, options);
    const link = "refused" in chosen ? undefined : chainOf(row)[chosen.link];
    if ("refused" in chosen || link === undefined) return exhausted(past.at(-1), chosen);
    const { account, link: number } = chosen;
    const program = await programFor(link, where, options);
    if ("state" in program) {
      // It is known to be no use, and the next one is asked.
      await noteUnstarted(row, { link, number, account, verdict: program }, options);
      continue;
    }
    const prompt = row.input ?? row.prompt;
    const asked = askedOf({ past, backend: link.backend, accountId: account.id, prompt });
    const spec = await specOf({ row, link, where, asked, program, accountId: account.id }, options);
    return { spec, link, number, account, asks: asked.asks };
  }
}

const chosenFor = (
  row: ExecutionRow,
  past: readonly AttemptRow[],
  { db, clock, places, accounts }: ExecutionsOptions,
): Promise<ChosenLink> =>
  db.transaction((tx) =>
    chooseLink(
      tx,
      {
        ...{ chain: chainOf(row), spent: spentLinks(past, row.retries), stickTo: row.account_id },
        ...{ failed: failedAccounts(past), hostId: places.hostId(), at: clock.now(), takes: true },
      },
      accounts,
    ),
  );

const laterAt = (
  { until, reason }: { until: Date; reason: string },
  { clock }: ExecutionsOptions,
): Later => ({
  later: { wait: { since: clock.now(), until, reason: `It begins once it can: ${reason}` } },
});

/** Nobody can take it: what went wrong last is why. */
const exhausted = (last: AttemptRow | undefined, chosen: ChosenLink): Verdict => {
  const why = "refused" in chosen ? chosen.refused : "Nothing is left of its chain";
  return last?.error_class == null
    ? failed(why, "authentication")
    : failed(last.reason ?? why, last.error_class);
};

interface Program {
  file: string;
  cli: ExecutionCli;
}

/** What runs a link; or why this machine, or the checkout, has nothing that could. */
export async function programFor(
  { backend }: ChainLink,
  { trust }: Pick<Where, "trust">,
  { rules }: Pick<ExecutionsOptions, "rules">,
): Promise<Program | Verdict> {
  const adapter = adapterOf(backend);
  if (adapter?.execution === undefined) return failed(`${backend} can't be run for bots`, "missing");
  const { execution: cli, program } = adapter;
  if (trust === "user_only" && !cli.leavesProjectOut)
    return failed(`${backend} can't be kept from heeding what a checkout of others brings`, "refused");
  const file = await findProgram(program, rules.path);
  return file === null
    ? failed(`There is no "${program}" where the server looks for programs`, "missing")
    : { file, cli };
}

interface Given {
  row: ExecutionRow;
  link: ChainLink;
  where: Where;
  asked: Asked;
  program: Program;
  accountId: string;
}

async function specOf(
  { row, link, where: { cwd, trust }, asked, program: { file, cli }, accountId }: Given,
  { rules, accounts }: ExecutionsOptions,
): Promise<Spec> {
  const wish = { model: link.model, access: row.access, trust, cwd, resumes: asked.resumes };
  const { env: ofAccount } = await accounts.environmentOf(accountId);
  const env = { ...cleanEnvironment(rules.environment), ...cli.env(wish), ...ofAccount };
  return { file, args: cli.args(wish), cwd, env, input: asked.input, graceMs, mark: row.id };
}

/** One that could not even be started stands among the attempts too. */
async function noteUnstarted(
  row: ExecutionRow,
  { link, number: index, account, verdict }: { verdict: Verdict } & Pick<Plan, "link" | "number" | "account">,
  { db, clock }: ExecutionsOptions,
): Promise<void> {
  const at = clock.now();
  const { state, reason } = verdict;
  // Whatever kept it, this execution has no more use for the link.
  const ended = { state, reason, errorClass: "missing", at, answered: false, result: null } as const;
  await db.transaction(async (tx) => {
    const number = await storeAttemptNumber(tx, row.id);
    if (number === undefined) return;
    const { backend, model } = link;
    await insertAttempt(tx, row.id, { number, link: index, backend, model, account, asks: "prompt", at });
    await endAttempt(tx, { id: row.id, session_id: null }, ended);
  });
}
