import { type RawBuilder, sql } from "kysely";
import type { Logger } from "pino";
import type { Service } from "../../kernel/module.ts";
import type { Db, Queryable } from "../database/database.ts";
import type { Nodes as NodesTable } from "../database/tables.ts";

/** Where no node can run, as in what was just restored, whoever is taken for running has stopped. */
export const stopAllText = "update nodes set stopped_at = beat_at where stopped_at is null";

/** A node: one running process of Signalbox. */
export interface ThisNode {
  /** New with every start. */
  id: string;
  name: string;
  role: NodesTable["role"];
  hostName: string;
  pid: number;
  version: string;
}

/** A node as the others see it. */
export interface SeenNode {
  id: string;
  name: string;
  role: NodesTable["role"];
  hostName: string;
  pid: number;
  /** Where it answers, if it does. */
  url: string | null;
  version: string;
  startedAt: Date;
  beatAt: Date;
  stoppedAt: Date | null;
  /** Beating; neither stopped nor silent for longer than a node ever is. */
  alive: boolean;
  /** What it said of itself at its last beat. */
  report: unknown;
}

export interface NodeOptions {
  db: Db;
  log: Logger;
  node: ThisNode;
  /** Where it answers, once it does. */
  url(): string | null;
  /** What it has to say of itself, in JSON: loops, connections. */
  report(): object;
  /** Where others find it that have an order for it; without it nobody does. */
  takesOrders?(): Promise<{ hostId: string; sealingKey: string | null }>;
  beatMs: number;
}

/** How many beats a node may miss. */
const missable = 3;
const forgottenAfter = sql`interval '7 days'`;

const beatText = `
  insert into nodes (id, name, role, host_name, pid, version, url, report, due_at, host_id, sealing_key)
  values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, now() + make_interval(secs => $9::double precision / 1000), $10, $11)
  on conflict (id) do update set
    beat_at = now(), url = excluded.url, report = excluded.report, due_at = excluded.due_at`;

/** Tells the other nodes, and the operator, that this one is there and how it is. */
export const createNode = (options: NodeOptions): Service & { beat(): Promise<void> } => {
  const { db, log, node, url, report, beatMs } = options;
  const { id, name, role, hostName, pid, version } = node;
  let timer: NodeJS.Timeout | undefined;
  let beating = Promise.resolve();

  const write = async () => {
    const said = JSON.stringify(report());
    const taking = await options.takesOrders?.();
    const found = [taking?.hostId ?? null, taking?.sealingKey ?? null];
    const values = [id, name, role, hostName, pid, version, url(), said, missable * beatMs, ...found];
    await db
      .write({ name: "nodes_beat", text: beatText, values })
      .catch((error: unknown) => log.warn({ err: error }, "this node could not say that it is there"));
  };
  const beat = () => {
    beating = beating.then(write);
    return beating;
  };

  return {
    name: "node",
    beat,
    async start() {
      await db.transaction((tx) =>
        tx.deleteFrom("nodes").where("beat_at", "<", sql<Date>`now() - ${forgottenAfter}`).execute(),
      );
      await beat();
      timer = setInterval(() => void beat(), beatMs);
    },
    async stop() {
      clearInterval(timer);
      await beating;
      const values = [id, JSON.stringify(report())];
      const text = "update nodes set stopped_at = now(), report = $2::jsonb where id = $1";
      await db.write({ name: "nodes_stop", text, values });
    },
  };
};

/** Nodes that beat within the last week, those that are alive first, then the last seen. */
export const listNodes = async (read: Queryable): Promise<SeenNode[]> => {
  const rows = await read
    .selectFrom("nodes")
    .selectAll()
    .select(sql<boolean>`stopped_at is null and due_at > now()`.as("alive"))
    .orderBy("alive", "desc")
    .orderBy("beat_at", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    hostName: row.host_name,
    pid: row.pid,
    url: row.url,
    version: row.version,
    startedAt: row.started_at,
    beatAt: row.beat_at,
    stoppedAt: row.stopped_at,
    alive: row.alive,
    report: row.report,
  }));
};

/** In SQL: whether a node of the last week told of a loop of this name. One that stopped meanwhile may come back. */
export const isKnownLoop = (name: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`exists (
  select from nodes
  where beat_at > now() - ${forgottenAfter}
    and report @> jsonb_build_object('loops', jsonb_build_array(jsonb_build_object('name', ${name})))
)`;
