import type { Account, AccountChange, NewAccount } from "@signalbox/contract/accounts";
import type { Page } from "@signalbox/contract/common";
import { z } from "zod";
import { newId } from "../../kernel/ids.ts";
import { redactText } from "../../kernel/redact.ts";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import { isUniqueViolation } from "../../platform/database/errors.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import { launchableOf } from "../backends/index.ts";
import { placeOf } from "./account-environment.ts";
import { accountErrors } from "./accounts.errors.ts";
import * as repository from "./accounts.repository.ts";
import { closed, heldUntil } from "./breaker.ts";
import { findBreakers } from "./breakers.repository.ts";
import type { AccountsOptions } from "./options.ts";
import { presentAccount } from "./present-account.ts";
import { tellAccount } from "./tell-account.ts";
import { deleteWindows, findWindows } from "./windows.repository.ts";

export interface AccountsService {
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<Account>>;
  /** @throws AppError `accounts.name_taken`, `accounts.machine_taken`, `accounts.too_many` */
  make(given: NewAccount, by: Cause): Promise<Account>;
  /** @throws AppError `accounts.not_found`, `accounts.name_taken`, `accounts.no_secret` */
  change(id: string, change: AccountChange, by: Cause): Promise<Account>;
  /** @throws AppError `accounts.not_found`, `accounts.only_one` */
  remove(id: string, by: Cause): Promise<void>;
  /** @throws AppError `accounts.not_found` */
  clearLimit(id: string, by: Cause): Promise<Account>;
}

type Row = repository.AccountRow;
type Breakers = Awaited<ReturnType<typeof findBreakers>>;
const cursors = keysetCursor("accounts", z.tuple([z.string(), z.string()]));

export const createAccountsService = (options: AccountsOptions): AccountsService => ({
  async list({ limit, cursor }) {
    const { read } = options.db;
    const after = cursors.decode(cursor);
    const rows = await repository.findAccounts(read, { after, limit: limit + 1 });
    const page = pageOfRows(rows, limit, (row) => cursors.encode([row.backend, row.lower_name]));
    const breakers = await findBreakers(read, options.hostId());
    const windows = await findWindows(
      read,
      page.items.map(({ id }) => id),
    );
    return { ...page, items: page.items.map((row) => present(row, { breakers, windows }, options)) };
  },
  make: (given, by) => freeing(make({ ...given, name: redactText(given.name) }, by, options), options),
  change: (id, { name, ...change }, by) => {
    const safe = name === undefined ? change : { ...change, name: redactText(name) };
    const changed = changeOne(id, safe, { by, options });
    return change.secret === undefined && change.enabled !== true ? changed : freeing(changed, options);
  },
  remove: (id, by) =>
    options.db.transaction(async (tx) => {
      await repository.lockUse(tx);
      const row = await repository.deleteAccount(tx, id);
      if (row === undefined) throw accountErrors.notFound(id);
      const left = await repository.findAccountsOf(tx, { backend: row.backend, programId: row.program_id });
      const isLeft = left.some(({ host_id }) => host_id === null || host_id === row.host_id);
      if (row.kind === "machine" && !isLeft) throw accountErrors.onlyOne();
      await record(
        tx,
        { row, action: "account.removed", detail: { backend: row.backend, name: row.name } },
        { by, options },
      );
    }),
  clearLimit: (id, by) => freeing(clearLimit(id, { by, options }), options),
});

/** What waits for an account is looked at once it is written. */
async function freeing<T>(written: Promise<T>, { freed }: Pick<AccountsOptions, "freed">): Promise<T> {
  const answer = await written;
  await freed();
  return answer;
}

const clearLimit = (id: string, { by, options }: Doing): Promise<Account> =>
  options.db.transaction(async (tx) => {
    const row = await repository.clearLimit(tx, id, { actor: by.actor, at: options.clock.now() });
    if (row === undefined) throw accountErrors.notFound(id);
    await record(tx, { row, action: "account.limit_cleared", detail: {} }, { by, options });
    return presentOne(tx, row, options);
  });

/** Who does it, and with what. */
interface Doing {
  by: Cause;
  options: AccountsOptions;
}

interface Recorded {
  row: Row;
  action: string;
  detail: Record<string, unknown>;
}

const record = (tx: Tx, { row, action, detail }: Recorded, { by, options }: Doing) =>
  options.audit.record(tx, { ...by, action, subject: { kind: "account", id: row.id }, detail });

type Presenting = Pick<AccountsOptions, "clock" | "hostId">;

interface Beside {
  breakers: Breakers;
  windows: Awaited<ReturnType<typeof findWindows>>;
}

function present(row: Row, { breakers, windows }: Beside, { clock, hostId }: Presenting): Account {
  const at = clock.now();
  const held = heldUntil(row.backend === "program" ? closed : (breakers.get(row.backend) ?? closed), at);
  return presentAccount(row, {
    ...{ hostId: hostId(), heldUntil: held, windows: windows.get(row.id) ?? [], at },
  });
}

const presentOne = async (read: Queryable, row: Row, options: Presenting): Promise<Account> =>
  present(
    row,
    {
      breakers: await findBreakers(read, options.hostId()),
      windows: await findWindows(read, [row.id]),
    },
    options,
  );

async function make(given: NewAccount, by: Cause, options: AccountsOptions): Promise<Account> {
  const { db, clock, hostId } = options;
  const [id, { actor }] = [newId(), by];
  const programId = programOf(given);
  if (programId !== null && (await options.programs.find(programId)) === null)
    throw accountErrors.programGone(programId);
  const secret = await sealed(id, given, options);
  const isHere = given.kind === "folder" || given.kind === "machine";
  const where = { hostId: isHere ? hostId() : null, folder: given.kind === "folder" ? given.folder : null };
  return naming(given.name, () =>
    db.transaction(async (tx) => {
      await repository.lockUse(tx);
      await refuseMore(tx, given, hostId());
      const made = await repository.insertAccount(tx, {
        id,
        given,
        programId,
        ...where,
        secret,
        actor,
        at: clock.now(),
      });
      const row = given.isDefault ? ((await repository.makeDefault(tx, made, true)) ?? made) : made;
      const { backend, kind, name } = row;
      await record(tx, { row, action: "account.created", detail: { backend, kind, name } }, { by, options });
      return presentOne(tx, row, options);
    }),
  );
}

async function changeOne(id: string, change: AccountChange, { by, options }: Doing): Promise<Account> {
  const { db, clock, events } = options;
  const { name, isDefault, enabled, secret: given } = change;
  const secret = given === undefined ? undefined : await sealedAnew(id, given, options);
  return naming(name ?? "", () =>
    db.transaction(async (tx) => {
      await repository.lockUse(tx);
      const before = await repository.findAccount(tx, id);
      if (before === undefined) throw accountErrors.notFound(id);
      if (secret !== undefined && before.sealed_secret === null) throw accountErrors.noSecret();
      const write = { name, enabled, secret, actor: by.actor, at: clock.now() };
      let after = (await repository.changeAccount(tx, id, write)) ?? before;
      if (isDefault !== undefined) after = (await repository.makeDefault(tx, after, isDefault)) ?? after;
      if (secret !== undefined) await deleteWindows(tx, id);
      tellAccount(events, tx, { before, after }, { ...by, at: write.at });
      const detail = { name, enabled, isDefault, ...(secret === undefined ? {} : { secret: "given anew" }) };
      await record(tx, { row: after, action: "account.changed", detail }, { by, options });
      return presentOne(tx, after, options);
    }),
  );
}

const programOf = (given: NewAccount): string | null =>
  given.kind === "token" ? null : (given.programId ?? null);

/** @throws AppError `accounts.name_taken` */
async function naming<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) throw accountErrors.nameTaken(name);
    throw error;
  }
}

async function refuseMore(tx: Tx, given: NewAccount, hostId: string): Promise<void> {
  const { backend, kind } = given;
  const others = await repository.findAccountsOf(tx, { backend, programId: programOf(given) });
  if (others.length >= repository.mostAccounts) throw accountErrors.tooMany(repository.mostAccounts);
  const isTaken = others.some((other) => other.kind === "machine" && other.host_id === hostId);
  if (kind === "machine" && isTaken) throw accountErrors.machineTaken();
}

async function sealed(id: string, given: NewAccount, { vault }: Pick<AccountsOptions, "vault">) {
  if (given.kind !== "key" && given.kind !== "token") return null;
  const cli = launchableOf(given.backend)?.accounts;
  const usual = given.kind === "token" ? cli?.token : cli?.keys[0];
  const variable = (given.kind === "key" ? given.variable : undefined) ?? usual;
  if (variable === undefined) throw accountErrors.noSecret();
  return { variable, ...(await sealedAnew(id, given.secret, { vault })) };
}

async function sealedAnew(id: string, secret: string, { vault }: Pick<AccountsOptions, "vault">) {
  return { sealed: await vault.seal(placeOf(id), secret), hint: secret.slice(-4) };
}
