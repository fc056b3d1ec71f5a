import type { Logger } from "pino";
import type { Service } from "../../kernel/module.ts";
import type { Db } from "../database/database.ts";

export interface LeasesOptions {
  db: Db;
  log: Logger;
  /** The id of this node. */
  node: string;
  /** No other node can be there: what a lease says of one is over, and taken once it is held. */
  alone: boolean;
  limits?: Partial<LeaseLimits>;
}

export interface LeaseLimits {
  /** How long a lease is good without being renewed. */
  holdMs: number;
  /** How often leases are renewed, and those of others asked for. */
  renewMs: number;
}

/** Work that one node does for all nodes, by leases that the database keeps. */
export interface Leases extends Service {
  /**
   * Runs `work` whenever the lease is this node's. Its signal aborts when it no longer is, and with `signal`; the
   * lease is given back once the work ended. Resolves then; what the work throws is the caller's to catch inside.
   */
  hold(name: string, signal: AbortSignal, work: (held: AbortSignal) => Promise<void>): Promise<void>;
}

const defaults: LeaseLimits = { holdMs: 10_000, renewMs: 2_500 };

const takeText = (anyway: boolean) => `
  insert into nodes_leases (name, holder, held_until)
  select wanted, $2, now() + make_interval(secs => $3::double precision / 1000) from unnest($1::text[]) as wanted
  on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
  where ${anyway} or nodes_leases.holder = excluded.holder or nodes_leases.held_until < now()
  returning name`;
const releaseText = "update nodes_leases set held_until = now() where name = any($1::text[]) and holder = $2";

interface Wanted {
  signal: AbortSignal;
  work(held: AbortSignal): Promise<void>;
  /** While the work goes on, even where the lease was lost meanwhile. */
  held: AbortController | undefined;
  working: Promise<void>;
}

/** Start it before whoever holds leases, stop it after them. */
export const createLeases = ({ db, log, node, alone, ...options }: LeasesOptions): Leases => {
  const { holdMs, renewMs } = { ...defaults, ...options.limits };
  const wanted = new Map<string, Wanted>();
  let renewing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let good = 0;

  const begin = (lease: Wanted) => {
    const held = new AbortController();
    lease.held = held;
    lease.working = lease.work(held.signal).finally(() => {
      lease.held = undefined;
    });
  };

  const settle = (taken: ReadonlySet<unknown>) => {
    for (const [name, lease] of wanted) {
      if (!taken.has(name)) lease.held?.abort(new Error(`Another node took over ${name}`));
      else if (lease.held === undefined && !lease.signal.aborted) begin(lease);
    }
  };

  const renew = async () => {
    if (alone) timer = undefined;
    if (wanted.size === 0) return;
    const asked = performance.now();
    const values = [[...wanted.keys()], node, holdMs];
    try {
      const rows = await db.write({ name: "leases_take", text: takeText(alone), values });
      good = asked;
      settle(new Set(rows.map(({ name }) => name)));
    } catch (error) {
      log.warn({ err: error }, "leases could not be renewed");
      if (alone) timer ??= setTimeout(() => void next(renew), renewMs);
      // By now another node may have taken them.
      else if (performance.now() - good > holdMs)
        for (const { held } of wanted.values()) held?.abort(new Error("The lease ran out"));
    }
  };

  /** One after the other, so that nothing is taken that was just given back. */
  const next = (step: () => Promise<void>) => {
    renewing = renewing.then(step);
    return renewing;
  };

  const giveBack = async (name: string) => {
    wanted.delete(name);
    await db
      .write({ name: "leases_release", text: releaseText, values: [[name], node] })
      .catch((error: unknown) =>
        log.warn({ err: error, lease: name }, "a lease was not given back; it runs out"),
      );
  };

  return {
    name: "leases",
    start() {
      if (!alone) timer = setInterval(() => void next(renew), renewMs);
    },
    async stop() {
      clearInterval(timer);
      await renewing;
    },
    async hold(name, signal, work) {
      const lease: Wanted = { signal, work, held: undefined, working: Promise.resolve() };
      wanted.set(name, lease);
      const over = Promise.withResolvers<void>();
      signal.addEventListener("abort", () => over.resolve(), { once: true });
      if (signal.aborted) over.resolve();
      void next(renew);
      await over.promise;
      // Whoever is being given it at this moment begins first, and then ends.
      await next(async () => lease.held?.abort(signal.reason));
      await lease.working;
      await next(() => giveBack(name));
    },
  };
};
