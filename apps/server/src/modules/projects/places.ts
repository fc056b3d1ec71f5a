import type { Clock } from "../../kernel/clock.ts";

/** Where a session works. */
export interface Place {
  hostId: string;
  projectId: string | null;
  /** The checked out branch; null where there is none. */
  branch: string | null;
}

interface KnownPlace {
  place: Place;
  foundAt: number;
}

export interface PlacesOptions {
  clock: Clock;
  /** After this a place is looked up again behind the answer: a branch may have been switched. */
  freshMs: number;
  /** After this it is forgotten: a folder may have become a repository. */
  keptMs: number;
  /** How many folders are remembered. */
  capacity: number;
  onLookupFailed: (error: unknown) => void;
}

/** Remembers places by folder. Many hooks come from few folders, so that most need neither disk nor database. */
export const createPlaces = ({ clock, freshMs, keptMs, capacity, onLookupFailed }: PlacesOptions) => {
  const known = new Map<string, KnownPlace>();
  const pending = new Map<string, Promise<Place>>();

  const remember = (folder: string, place: Place) => {
    known.delete(folder);
    known.set(folder, { place, foundAt: clock.now().getTime() });
    const oldest = known.keys().next();
    if (known.size > capacity && oldest.done === false) known.delete(oldest.value);
    return place;
  };

  /** Looks a folder up, once for all who ask at the same time. */
  const look = (folder: string, lookUp: () => Promise<Place>): Promise<Place> => {
    const running = pending.get(folder);
    if (running !== undefined) return running;
    const started = lookUp()
      .then((place) => remember(folder, place))
      .finally(() => pending.delete(folder));
    pending.set(folder, started);
    return started;
  };

  return {
    /** A folder's place: at once where it is known, refreshed behind the answer; else looked up. */
    of(folder: string, lookUp: () => Promise<Place>): Place | Promise<Place> {
      const entry = known.get(folder);
      const age = entry === undefined ? keptMs : clock.now().getTime() - entry.foundAt;
      if (entry === undefined || age >= keptMs) return look(folder, lookUp);
      if (age >= freshMs) look(folder, lookUp).catch(onLookupFailed);
      return entry.place;
    },
    /** A project was changed by hand: what a folder belongs to is looked up anew. */
    forget(): void {
      known.clear();
    },
  };
};
