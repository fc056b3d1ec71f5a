import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BotBackend } from "@signalbox/contract/chain";
import type { ErrorClass } from "@signalbox/contract/executions";
import { until } from "@signalbox/testkit/until";
import type { TestDatabase } from "../../../platform/database/testing.ts";
import { files } from "../../../platform/supervisor/spec.ts";
import type { AccountChoice } from "../../accounts/index.ts";
import { readLogLines } from "../log.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import type { ExecutionAccounts } from "../ports.ts";
import { executionFolder } from "../running/folders.ts";
import { aRunner } from "../running/running.testing.ts";

/** What the program prints at its end. */
export const say = (fields: object): string =>
  `echo '${JSON.stringify({ type: "result", is_error: false, ...fields })}'`;
export const usage = { input_tokens: 100, output_tokens: 10 };
export const limited = `${say({ is_error: true, api_error_status: 429, result: "Limited", usage })}; exit 1`;
export const done = say({ result: "Done", usage, total_cost_usd: 0.5 });
/** Of the first account alone. */
export const limitedOnce = `if [ "$ACCOUNT" = 1 ]; then ${limited}; fi; ${done}; exit`;

export const account = (last: string): string => `00000000-0000-7000-8000-00000000000${last}`;
export const claude = (accountId: string | null = null) =>
  ({ backend: "claude", model: null, accountId }) as const;

interface Login {
  id: string;
  backend?: BotBackend;
  name?: string;
  until?: Date;
}

/** Accounts that a test looks after itself; a limit lasts an hour. */
export async function aWorld(
  db: TestDatabase,
  given: readonly Login[],
  {
    accounts = {},
    ...around
  }: Partial<Omit<ExecutionsOptions, "accounts">> & {
    accounts?: Partial<ExecutionAccounts>;
  } = {},
) {
  const logins = given.map((login) => ({ ...login }));
  let ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead) };
  const noted: (ErrorClass | null)[] = [];
  const all: ExecutionAccounts = {
    async choose(_tx, { backend, accountId, stickTo, failed, spent, at }): Promise<AccountChoice> {
      const mine = logins.filter(
        ({ id, backend: of = "claude" }) =>
          of === backend && (accountId === null || accountId === id) && !failed.includes(id),
      );
      const usable = mine.filter(({ id, until: limit }) => !spent.has(id) && (limit ?? at) <= at);
      const chosen = usable.find(({ id }) => id === stickTo) ?? usable[0];
      if (chosen !== undefined)
        return { account: { id: chosen.id, name: chosen.name ?? `Account ${chosen.id.slice(-1)}` } };
      const limit = mine[0]?.until ?? spent.get(mine[0]?.id ?? "")?.until;
      return limit === undefined ? { refused: "There is none" } : { until: limit, reason: "all are limited" };
    },
    environmentOf: async (id) => ({ env: { ACCOUNT: id.slice(-1) }, secrets: [] }),
    async note(_tx, { accountId, errorClass, at }) {
      noted.push(errorClass);
      const login = logins.find(({ id }) => id === accountId);
      if (login !== undefined && errorClass === "rate_limit")
        login.until = new Date(at.getTime() + 3_600_000);
    },
    noteWindows: async () => {},
    ...accounts,
  };
  const runner = await aRunner(db, { clock, ...around, accounts: all });
  return {
    ...{ ...runner, noted, clock },
    /** No account is at a limit any more. */
    free: () => {
      for (const login of logins) delete login.until;
    },
    wait: (ms: number) => {
      ahead += ms;
    },
    attempts: async (id: string) => (await runner.service.get(id)).attempts,
    waits: (id: string) => runner.as(id, "its next attempt", ({ waits_until }) => waits_until !== null),
    linesOf: (executionId: string) => readLogLines(db.read, { executionId, from: 1, limit: 100 }),
    /** Its first attempt came to its end, which nobody has looked at yet. */
    exits: (id: string) =>
      until(
        () => existsSync(join(executionFolder(runner.home, id), "1", files.exit)) || undefined,
        () => "its exit",
      ),
  };
}
