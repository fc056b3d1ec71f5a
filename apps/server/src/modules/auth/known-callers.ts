import type { Clock } from "../../kernel/clock.ts";
import type { Caller, Person } from "../../platform/http/http.ts";
import { createDepartures, type Departures } from "./departures.ts";

/** A caller in use, as the database had it when it was asked. */
export interface KnownCaller {
  caller: Caller & { user: Person };
  /** The hash of the secret that tells it. */
  secretHash: string;
  expiresAt: Date | null;
}

/** Callers in use, in memory: they are asked for at every request. What is not here is asked of the database. */
export interface KnownCallers<K extends KnownCaller> {
  find(secretHash: string): Promise<K | undefined>;
  findById(id: string): Promise<K | undefined>;
  /** Tells once the caller is let in no longer; answers how to wait no longer. */
  onceOver: Departures["onceOver"];
  forget(id: string): void;
  forgetUser(userId: string): void;
  forgetAll(): void;
}

export const createKnownCallers = <K extends KnownCaller>(options: {
  clock: Clock;
  readBySecret(secretHash: string): Promise<K | undefined>;
  readById(id: string): Promise<K | undefined>;
}): KnownCallers<K> => {
  const { clock, readBySecret, readById } = options;
  const bySecret = new Map<string, K>();
  const byId = new Map<string, K>();
  let forgotten = 0;

  const isCurrent = ({ expiresAt }: K) => expiresAt === null || expiresAt > clock.now();

  const lookUp = async (read: Promise<K | undefined>): Promise<K | undefined> => {
    const before = forgotten;
    const found = await read;
    if (found === undefined || !isCurrent(found)) return undefined;
    // Read before the end and remembered after it, it would live on.
    if (before === forgotten) {
      bySecret.set(found.secretHash, found);
      byId.set(found.caller.id, found);
    }
    return found;
  };

  /** One that seems to have expired may have been used at another node since. */
  const held = (known: K | undefined) => (known !== undefined && isCurrent(known) ? known : undefined);

  const findById = async (id: string) => held(byId.get(id)) ?? lookUp(readById(id));
  const departures = createDepartures({ clock, find: findById });

  const drop = (those: (caller: Caller) => boolean) => {
    forgotten += 1;
    for (const known of [...byId.values()].filter(({ caller }) => those(caller))) {
      byId.delete(known.caller.id);
      bySecret.delete(known.secretHash);
    }
    departures.lookAfter(those);
  };

  return {
    find: async (secretHash) => held(bySecret.get(secretHash)) ?? lookUp(readBySecret(secretHash)),
    findById,
    onceOver: departures.onceOver,
    forget: (id) => drop((caller) => caller.id === id),
    forgetUser: (userId) => drop(({ user }) => user?.id === userId),
    forgetAll: () => drop(() => true),
  };
};
