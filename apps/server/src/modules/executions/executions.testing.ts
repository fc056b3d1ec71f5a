import { nothingMore } from "@signalbox/contract/allowed";
import { newId } from "../../kernel/ids.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import { type ExecutionRow, insertExecution, type NewExecution } from "./executions.repository.ts";
import type { ExecutionAccounts } from "./ports.ts";

/** One account for whatever is asked, which never meets a limit. */
export const oneAccount = (): ExecutionAccounts => {
  const account = { id: newId(), name: "The only one" };
  return {
    choose: async () => ({ account }),
    environmentOf: async () => ({ env: {}, secrets: [] }),
    note: async () => {},
    noteWindows: async () => {},
  };
};

/** A bot whose executions are put into the queue of a database. */
export async function aQueue(db: TestDatabase) {
  const hostId = newId();
  const bot = { id: newId(), name: "A bot", version: 1 };
  await db.pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, $2, 'h', 'linux', now(), now())",
    [hostId, newId()],
  );
  await db.pool.query(
    "insert into bots (id, name, version, content, enabled, created_at, updated_at) values ($1, 'A bot', 1, '{}', true, now(), now())",
    [bot.id],
  );
  const queue = async (more: Partial<NewExecution> = {}): Promise<ExecutionRow> => {
    const stored = await db.transaction((tx) =>
      insertExecution(tx, {
        ...{ id: newId(), key: newId(), bot, projectId: null, wantedHostId: null },
        ...{ chain: [{ backend: "claude", model: null, accountId: null }], retries: 0 },
        ...{
          access: "read",
          askMinutes: null,
          allowed: nothingMore,
          workspace: "none",
          prompt: "Go",
          values: {},
          checkout: { ref: null, base: null },
          target: null,
          resultSchema: null,
          budget: null,
          concurrency: 1,
        },
        ...{ timeoutMs: 60_000, by: { actor: "user", name: "Ada", correlationId: newId() }, at: new Date() },
        ...more,
      }),
    );
    if (stored === undefined) throw new Error("the key was used before");
    return stored;
  };
  return { hostId, bot, queue };
}
