import { join } from "node:path";
import type { EventEnvelope } from "@signalbox/contract/event";
import { executionFinished } from "@signalbox/contract/execution-events";
import type { BodyOf } from "@signalbox/contract/route";
import type { createSubscriber } from "@signalbox/contract/subscribers";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { openReceiver } from "@signalbox/testkit/web-receiver";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { newId } from "../../kernel/ids.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import type { NewEvent } from "../../platform/events/events.ts";
import { allowedNetworks, noNetworks } from "../../platform/outbound/allowed-address.ts";
import { createOutbound } from "../../platform/outbound/outbound.ts";
import { openVault } from "../../platform/vault/vault.ts";
import { createMessages } from "./messages/messages.service.ts";
import { sendNext } from "./messages/send.ts";
import { writeDown } from "./messages/write-down.ts";
import type { SubscribersOptions } from "./options.ts";
import { createSubscribersService } from "./subscribers.service.ts";

type Receives = Parameters<typeof openReceiver>[0];

/** An event as a reaction hears it. */
export const anEvent = (more: Partial<EventEnvelope> = {}): EventEnvelope => ({
  ...{
    position: "7",
    id: newId(),
    type: executionFinished.type,
    at: new Date().toISOString(),
    actor: "system",
  },
  ...{ projectId: null, agentId: null, commandId: null, turnId: null, causationId: null, version: 1 },
  ...{ subject: { kind: "execution", id: newId() }, correlationId: newId() },
  data: { state: "failed", reason: "It broke" },
  ...more,
});

/** A server that tells subscribers, with a web server that is told. Its clock stands until it is set. */
export async function aWorld(db: TestDatabase, answer?: Receives) {
  const receiver = await openReceiver(answer);
  const folder = temporaryFolder("subscribers");
  let now = new Date();
  const [logged, told, audited]: [string[], NewEvent[], unknown[]] = [[], [], []];
  const owners = new Map<string, { botId: string; projectId: string | null }>();
  const options: SubscribersOptions = {
    ...{ db, clock: { now: () => now }, chance: () => 0.5, vault: openVault(join(folder, "vault")) },
    log: pino({ level: "trace" }, { write: (line) => void logged.push(line) }),
    outbound: createOutbound({ allowed: allowedNetworks(["127.0.0.0/8"]) ?? noNetworks }),
    events: { append: (_tx: unknown, event: NewEvent) => void told.push(event) },
    audit: { record: async (_tx: unknown, entry: unknown) => void audited.push(entry) },
    ...{ project: async () => {}, bot: async () => {}, execution: async (id) => owners.get(id) ?? null },
  };
  onTestFinished(async () => {
    await receiver.stop();
    removeFolder(folder);
    await db.pool.query("delete from subscribers");
  });
  const by = { actor: "user", correlationId: "test" };
  const [subscribers, messages] = [createSubscribersService(options), createMessages(options, () => {})];
  const write = writeDown(options, () => {});
  const next = () => sendNext(options, AbortSignal.timeout(60_000));
  return {
    ...{ db, options, receiver, subscribers, messages, told, audited, owners, by, next, write },
    /** Somebody who asks for what executions do, unless it is told otherwise. */
    subscriber: (wish: Partial<BodyOf<typeof createSubscriber>> = {}) =>
      subscribers.make(
        {
          ...{ name: "CI", url: `${receiver.url}/hook?key=of-the-receiver`, types: ["execution.*"] },
          ...{ projectId: null, botId: null, enabled: true, ...wish },
        },
        by,
      ),
    /** An event is heard, and what follows is committed. */
    hear: async (...events: EventEnvelope[]) => {
      for (const event of events) {
        const statements = await write(event);
        if (statements.length > 0) await db.batch(statements);
      }
    },
    /** All that is due. */
    drain: async () => {
      while (await next());
    },
    later: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    now: () => now,
    of: async (subscriberId: string) => (await messages.list(subscriberId, { limit: 50 })).items,
    ids: () => receiver.heard.map(({ headers }) => headers["webhook-id"]),
    /** All that was kept and told. */
    traces: async () => {
      const tables = ["subscribers", "subscribers_messages"];
      const rows = await Promise.all(tables.map((table) => db.pool.query(`select * from ${table}`)));
      return JSON.stringify([logged, told, audited, rows.map((one) => one.rows)]);
    },
  };
}
