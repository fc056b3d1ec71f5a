import type { ChainLink } from "@signalbox/contract/chain";
import type { DryRunLink } from "@signalbox/contract/dry-run";
import { AppError } from "../../../kernel/errors.ts";
import { commandOf } from "../../../platform/bridges/start-bridge.ts";
import { markVariable } from "../../../platform/supervisor/members.ts";
import { cleanEnvironment } from "../../launches/index.ts";
import { heldAccounts } from "../attempts/choose-link.ts";
import type { NewExecution } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { type Usual, usualOf } from "../usage/taken.repository.ts";
import { programFor } from "./find-cli.ts";

/** What is asked of a start that is only tried. */
export type DryRunWish = Pick<
  NewExecution,
  "chain" | "access" | "allowed" | "askMinutes" | "workspace" | "projectId"
> & {
  botId: string;
};

export interface DryRunAnswer {
  /** The project's folder, where it would work there. */
  folder: string | null;
  links: readonly DryRunLink[];
  estimate: Usual | null;
}

/** What a start would run on this machine, in a checkout that is trusted. Nothing is started, and no account taken. */
export async function dryRun(
  { chain, access, allowed, askMinutes, workspace, projectId, botId }: DryRunWish,
  options: ExecutionsOptions,
): Promise<DryRunAnswer> {
  const { db, places, rules } = options;
  const project = projectId === null || workspace === "none" ? null : await places.project(projectId);
  const folder = workspace === "in_place" ? (project?.path ?? null) : null;
  const where = { access, allowed, askMinutes, trust: "full", cwd: folder ?? rules.home } as const;
  const links = await Promise.all(chain.map((link) => dryRunLink(link, where, options)));
  return { folder, links, estimate: await usualOf(db.read, botId) };
}

async function dryRunLink(
  link: ChainLink,
  {
    askMinutes,
    ...where
  }: Pick<NewExecution, "access" | "allowed" | "askMinutes"> & {
    trust: "full";
    cwd: string;
  },
  options: ExecutionsOptions,
): Promise<DryRunLink> {
  const { backend, model } = link;
  const { programId } = link;
  const program = programId === undefined ? null : ((await options.programs.find(programId))?.name ?? null);
  const found = await programFor(link, where, options);
  if ("state" in found)
    return { backend, model, program, account: null, why: found.reason, command: null, environment: [] };
  const { file, cli } = found;
  const asks = cli.asks === true && askMinutes !== null;
  const ask = asks ? { minutes: askMinutes, settings: options.hookSettings(backend) } : null;
  const wish = { model, ...where, ask, resumes: null };
  const { file: first, args } = commandOf(cli, file, wish);
  const command = [first, ...args];
  const { account, why, names } = await accountFor(link, options);
  const env = { ...cleanEnvironment(options.rules.environment), ...cli.env(wish) };
  const environment = [...new Set([...Object.keys(env), ...names, markVariable])].sort();
  return { backend, model, program, account, why, command, environment };
}

interface AccountNow {
  account: string | null;
  why: string | null;
  /** Of the variables that it brings. */
  names: readonly string[];
}

async function accountFor(
  { backend, accountId, programId }: ChainLink,
  { db, accounts, budgets, places, clock }: ExecutionsOptions,
): Promise<AccountNow> {
  const which = { backend, accountId, programId: programId ?? null, hostId: places.hostId() };
  const choice = await db.transaction(async (tx) => {
    const spent = heldAccounts(await budgets.spentAccounts(tx), []);
    return accounts.choose(tx, {
      ...{ ...which, at: clock.now(), stickTo: null, failed: [] },
      ...{ spent, takes: false },
    });
  });
  if ("elsewhere" in choice) return { account: null, why: "It is of another machine", names: [] };
  if (!("account" in choice))
    return { account: null, why: "until" in choice ? choice.reason : choice.refused, names: [] };
  const { id, name } = choice.account;
  try {
    return { account: name, why: null, names: Object.keys((await accounts.environmentOf(id)).env) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { account: name, why: error.message, names: [] };
  }
}
