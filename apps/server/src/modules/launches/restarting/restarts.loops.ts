import type { Logger } from "pino";
import type { Db } from "../../../platform/database/database.ts";
import type { Loop } from "../../../platform/nodes/loops.ts";
import type { ProcessTable } from "../../../platform/processes/process-table.ts";
import type { Bell } from "../../liveness/index.ts";
import { findRunningLaunchOf } from "../launches.repository.ts";
import { ownerOf, ownOwner } from "../opening/owner.ts";
import type { LaunchPlaces } from "../ports.ts";
import type { CarryRestart } from "./carry-restart.ts";
import { claimRestart, findOpenRestarts, type RestartRow } from "./restarts.repository.ts";

const lookEveryMs = 30_000;

interface RestartsOptions {
  db: Db;
  log: Logger;
  places: Pick<LaunchPlaces, "hostId">;
  table: ProcessTable;
  carry: CarryRestart;
}

/** Takes up the restarts of this machine: those that are asked for, and those that another server left. */
export class Restarts {
  readonly #options: RestartsOptions;
  /** Each goes by itself: an agent may take its time to end. */
  readonly #going = new Map<string, Promise<void>>();

  constructor(options: RestartsOptions) {
    this.#options = options;
  }

  async round(): Promise<void> {
    const { db, places, carry, log } = this.#options;
    for (const row of await findOpenRestarts(db.read, places.hostId())) {
      if (this.#going.has(row.id) || !(await this.#isOurs(row))) continue;
      const going = carry(row)
        .catch((error: unknown) =>
          log.warn({ err: error, restartId: row.id }, "a restart could not be settled"),
        )
        .finally(() => this.#going.delete(row.id));
      this.#going.set(row.id, going);
    }
  }

  /** Each is carried out by one server of the machine: of what a server runs itself by that one. */
  async #isOurs(row: RestartRow): Promise<boolean> {
    const { db, table } = this.#options;
    const launch = await findRunningLaunchOf(db.read, row.agent_id);
    if (launch?.mode === "headless" && (await ownerOf(launch, table)) === "another") return false;
    const owner = await ownerOf(row, table);
    if (owner !== "gone") return owner === "this";
    const own = await ownOwner(table);
    return db.transaction((tx) => claimRestart(tx, row, own));
  }

  /** Resolves once nothing goes on any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#going.values());
  }
}

/** Each node that watches CLIs carries out the restarts of its machine. */
export const restartLoop = (restarts: Restarts, bell: Bell): Loop => ({
  name: "restarts",
  summary: "Ends agents that are to be restarted, and goes on with them",
  alone: false,
  async run(signal) {
    while (!signal.aborted) {
      await restarts.round();
      await bell.wait(lookEveryMs, signal);
    }
  },
});
