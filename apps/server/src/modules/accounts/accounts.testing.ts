import { join } from "node:path";
import { NewAccount } from "@signalbox/contract/accounts";
import type { ErrorClass } from "@signalbox/contract/executions";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { onTestFinished } from "vitest";
import type { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import type { NewEvent } from "../../platform/events/events.ts";
import { openVault } from "../../platform/vault/vault.ts";
import type { Audit } from "../auth/index.ts";
import type { PlanWindow } from "../backends/index.ts";
import { createAccounts } from "./accounts.module.ts";
import { createAccountsService } from "./accounts.service.ts";

type Entry = Parameters<Audit["record"]>[1];

/** A server with accounts, whose clock stands until it is moved. */
export async function aWorld(db: TestDatabase) {
  let now = new Date("2026-12-01T12:00:00Z");
  const [told, audited, freed]: [NewEvent[], Entry[], Date[]] = [[], [], []];
  const folder = temporaryFolder("accounts");
  const [here, there] = [newId(), newId()];
  for (const id of [here, there])
    await db.pool.query(
      "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, $2, 'a host', 'linux', now(), now())",
      [id, newId()],
    );
  onTestFinished(async () => {
    removeFolder(folder);
    await db.pool.query("delete from accounts");
    await db.pool.query("delete from accounts_breakers");
  });
  const find = async () => null;
  const options = {
    ...{ db, clock: { now: () => now }, vault: openVault(join(folder, "vault")), hostId: () => here },
    events: { append: (_tx: unknown, event: NewEvent) => void told.push(event) },
    audit: { record: async (_tx: unknown, entry: Entry) => void audited.push(entry) },
    ...{ rules: { path: "", environment: {} }, programs: { find }, freed: async () => void freed.push(now) },
  };
  let isAgent = false;
  const refuseWatchedAgent = async () => {
    if (isAgent) throw new AppError("forbidden", "auth.watched_agent", "An agent asks");
  };
  const { api, routes } = createAccounts({ ...options, refuseWatchedAgent });
  const accounts = createAccountsService(options);
  const by = { actor: "user", correlationId: newId() };
  const key = { kind: "key", backend: "claude", name: "Work", secret: "secret-key-of-work" } as const;
  const choose = (wish: Partial<Parameters<typeof api.choose>[1]> = {}) =>
    db.transaction((tx) =>
      api.choose(tx, {
        ...{ backend: "claude", programId: null, accountId: null, stickTo: null, hostId: here, at: now },
        ...{ failed: [], spent: new Map(), takes: true },
        ...wish,
      }),
    );
  return {
    ...{ routes, api, accounts, by, here, there, told, audited, choose },
    make: (given: Partial<z.input<typeof NewAccount>> = {}) => {
      const isKey = given.kind === undefined || given.kind === "key" || given.kind === "token";
      const usual = isKey ? key : { backend: key.backend, name: key.name };
      return accounts.make(NewAccount.parse({ ...usual, ...given }), by);
    },
    ended: (accountId: string, errorClass: ErrorClass | null, resetsAt: Date | null = null) =>
      db.transaction((tx) =>
        api.note(tx, { accountId, backend: "claude", errorClass, resetsAt, begunAt: now, at: now }),
      ),
    noteWindows: (accountId: string, windows: readonly PlanWindow[]) =>
      db.transaction((tx) => api.noteWindows(tx, accountId, windows)),
    get: async (id: string) => (await accounts.list({ limit: 200 })).items.find((one) => one.id === id),
    /** Whoever asks from now on is a watched agent. */
    becomeAgent: () => {
      isAgent = true;
    },
    /** The types of what was told since it was asked last. */
    news: () => told.splice(0).map(({ type }) => type),
    now: () => now,
    /** How often it was told, since it was asked last, that somebody may wait for an account no more. */
    freed: () => freed.splice(0).length,
    pass: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000);
    },
    inSeconds: (seconds: number) => new Date(now.getTime() + seconds * 1_000),
  };
}
