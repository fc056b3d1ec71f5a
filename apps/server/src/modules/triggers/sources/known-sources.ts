import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { Vault } from "../../../platform/vault/vault.ts";
import { findSource, placeOf, type SourceRow } from "./sources.repository.ts";

/** A source with its secret, as it was a moment ago. */
export interface KnownSource extends Pick<SourceRow, "id" | "style" | "per_minute" | "enabled"> {
  secret: string;
}

/** Sources, so that not each delivery asks for its own: another node's change is seen soon. */
export interface KnownSources {
  get(id: string): Promise<KnownSource | null>;
  forget(id: string): void;
  /** Counts a delivery; answers after how many seconds the next may come where this one is too much. */
  count(source: KnownSource): number | null;
  /** Whether one that was refused is to be noted, too: whoever knows the address alone fills no table. */
  isNoted(source: KnownSource): boolean;
}

const freshMs = 2_000;
const minuteMs = 60_000;
const notedPerMinute = 30;
/** What was asked for, also what is not there, so that guessing costs no memory. */
const mostKnown = 1_000;

export function knownSources({ db, vault, clock }: { db: Db; vault: Vault; clock: Clock }): KnownSources {
  const known = new Map<string, { at: number; source: Promise<KnownSource | null> }>();
  const counts = new Map<string, { since: number; count: number }>();
  const look = async (id: string): Promise<KnownSource | null> => {
    const row = await findSource(db.read, id);
    return row === undefined ? null : { ...row, secret: await vault.open(placeOf(id), row.secret) };
  };
  const counted = (key: string, most: number): number | null => {
    const now = clock.now().getTime();
    const window = counts.get(key);
    const isOld = window === undefined || now - window.since >= minuteMs || now < window.since;
    const current = isOld ? { since: now, count: 0 } : window;
    if (isOld) counts.set(key, current);
    current.count += 1;
    return current.count <= most ? null : Math.ceil((current.since + minuteMs - now) / 1_000);
  };
  return {
    get(id) {
      const now = clock.now().getTime();
      const held = known.get(id);
      if (held !== undefined && Math.abs(now - held.at) < freshMs) return held.source;
      const source = look(id);
      source.catch(() => known.delete(id));
      if (known.size >= mostKnown) known.clear();
      known.set(id, { at: now, source });
      return source;
    },
    forget: (id) => void known.delete(id),
    count: ({ id, per_minute }) => counted(id, per_minute),
    isNoted: ({ id }) => counted(`refused ${id}`, notedPerMinute) === null,
  };
}
