import picomatch from "picomatch";
import { messageOf } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/ids.ts";
import { fireBounded } from "../firing/fire-bounded.ts";
import { insertFirings } from "../firing/firings.repository.ts";
import type { TriggersOptions } from "../options.ts";
import { contentOf, findTrigger, type TriggerRow } from "../triggers.repository.ts";
import { decideWatch, type Watch } from "./decide-watch.ts";
import { Gathering } from "./gathering.ts";
import { TreeWatch } from "./tree-watch.ts";
import { claimWatches, findWatches, releaseWatches, tellFault } from "./watches.repository.ts";

const most = { triggers: 50, folders: 10_000 };
/** How long a trigger is this node's without another word. */
const holdMs = 10_000;
/** How often it is looked which there are, and whether their folders are there. */
const looksEveryMs = 2_000;
/** How often it is looked where a project is. */
const placesEveryMs = 10_000;
/** A large tree is gone through in the meantime. */
const waitsForTreesMs = 1_000;

interface Place {
  /** What the project is called. */
  project: string;
  root: string;
}

interface Watched extends Place {
  row: TriggerRow;
  watch: Watch;
  gathering: Gathering;
  tree: TreeWatch;
}

/** The triggers on files of this machine, each watched by one node. */
export class Watches {
  readonly #options: TriggersOptions;
  readonly #node = newId();
  readonly #watched = new Map<string, Watched>();
  readonly #most: typeof most;
  readonly #places = new Map<string, { place: Place | null; until: number }>();
  #looksAt = 0;
  /** Until when what it watches is its own for certain. */
  #heldUntil = 0;

  constructor(options: TriggersOptions, bounds: typeof most = most) {
    this.#options = options;
    this.#most = bounds;
  }

  /** Begins what is due; answers how long there is nothing to do, in ms. */
  async round(): Promise<number> {
    if (this.#now() >= this.#looksAt) {
      this.#looksAt = this.#now() + looksEveryMs;
      await this.#follow();
    }
    for (const one of this.#watched.values()) {
      if (this.#now() >= this.#heldUntil) break;
      if (dueAt(one) <= this.#now()) await this.#begin(one);
    }
    const next = Math.min(this.#looksAt, ...[...this.#watched.values()].map(dueAt));
    return Math.max(next - this.#now(), 1);
  }

  /** Others may watch from now on. */
  async close(): Promise<void> {
    for (const { tree } of this.#watched.values()) tree.close();
    this.#watched.clear();
    await this.#options.db.transaction((tx) => releaseWatches(tx, this.#node));
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }

  /** Watches what there is by now: as it is written, where its project is. */
  async #follow(): Promise<void> {
    const { db, clock } = this.#options;
    const here = (await Promise.all((await findWatches(db.read)).map((row) => this.#placed(row)))).flat();
    const ids = here.map(({ row }) => row.id);
    const until = this.#now() + holdMs;
    const claim = { node: this.#node, now: clock.now(), until: new Date(until) };
    const mine = ids.length === 0 ? new Set() : await db.transaction((tx) => claimWatches(tx, ids, claim));
    this.#heldUntil = until;
    const wanted = here.filter(({ row }) => mine.has(row.id));
    const kept = new Set(wanted.slice(0, this.#most.triggers).map(({ row }) => row.id));
    for (const id of this.#watched.keys()) if (!kept.has(id)) this.#forget(id);
    const over = AbortSignal.timeout(waitsForTreesMs);
    const faults = await Promise.all(
      wanted.map((one) =>
        kept.has(one.row.id)
          ? this.#watch(one, over)
          : `This machine watches ${this.#most.triggers} triggers already`,
      ),
    );
    for (const [index, { row }] of wanted.entries()) await this.#tell(row, faults[index] ?? null);
  }

  /** Where the files of a trigger are, if that is on this machine. */
  async #placed(row: TriggerRow): Promise<Omit<Watched, "gathering" | "tree">[]> {
    const watch = contentOf(row);
    if (watch.kind !== "watch") return [];
    const place = await this.#placeOf(watch.projectId, row.id);
    return place === null ? [] : [{ row, watch, ...place }];
  }

  /** Where a project is on this machine, as it was known a moment ago; null where it is not. */
  async #placeOf(projectId: string, triggerId: string): Promise<Place | null> {
    const known = this.#places.get(projectId);
    if (known !== undefined && this.#now() < known.until) return known.place;
    const { places, log } = this.#options;
    try {
      const { hostId, name, path } = await places.project(projectId);
      const place = hostId === places.hostId() && path !== null ? { project: name, root: path } : null;
      this.#places.set(projectId, { place, until: this.#now() + placesEveryMs });
      return place;
    } catch (error) {
      log.warn({ err: error, triggerId }, "the project of a trigger could not be found");
      return null;
    }
  }

  async #watch(one: Omit<Watched, "gathering" | "tree">, over: AbortSignal): Promise<string | null> {
    const { row, watch, root } = one;
    const before = this.#watched.get(row.id);
    const isSame = before?.root === root && before.row.updated_at.getTime() === row.updated_at.getTime();
    if (before !== undefined && isSame) {
      await lookWithin(before.tree, over);
      return before.tree.fault;
    }
    this.#forget(row.id);
    const gathering = new Gathering();
    const matches = picomatch([...watch.paths], { dot: true });
    const changed = (path: string) => {
      if (!matches(path)) return;
      gathering.add(path, this.#now());
      this.#options.bells.watches.ring();
    };
    const tree = new TreeWatch({ root, mostFolders: this.#most.folders, changed });
    this.#watched.set(row.id, { ...one, gathering, tree });
    await lookWithin(tree, over);
    return tree.fault;
  }

  #forget(id: string): void {
    this.#watched.get(id)?.tree.close();
    this.#watched.delete(id);
  }

  async #tell(row: TriggerRow, fault: string | null): Promise<void> {
    if (fault !== row.fault) await this.#options.db.transaction((tx) => tellFault(tx, row.id, fault));
  }

  /** What changes meanwhile is for the next time. */
  async #begin({ row, watch, project, gathering }: Watched): Promise<void> {
    const { db, log } = this.#options;
    const gathered = gathering.take();
    const key = `watch:${row.id}:${gathered.key}`;
    const cause = { key, correlationId: key, deliveryId: null };
    try {
      const now = await findTrigger(db.read, row.id);
      // Somebody wrote it anew, or took it away: it is followed as it is now.
      if (!now?.enabled || now.updated_at.getTime() !== row.updated_at.getTime()) return;
      const decision = decideWatch(watch, project, gathered);
      const bounded = { row, perHour: watch.perHour };
      const firing = await fireBounded(bounded, decision, cause, this.#options);
      await db.transaction((tx) => insertFirings(tx, [firing]));
    } catch (error) {
      log.warn({ err: error, triggerId: row.id }, `files changed, and nothing began: ${messageOf(error)}`);
      gathering.putBack(gathered, this.#now());
    }
  }
}

/** It goes on looking behind that. */
async function lookWithin(tree: TreeWatch, over: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  over.addEventListener("abort", () => resolve(), { once: true });
  if (!over.aborted) await Promise.race([tree.look(), promise]);
}

const dueAt = ({ gathering, watch }: Watched): number =>
  gathering.dueAt(watch.debounceSeconds * 1_000) ?? Number.POSITIVE_INFINITY;
