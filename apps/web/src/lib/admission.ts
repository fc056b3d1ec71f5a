/**
 * A list that does not move under the pointer. While it is held, what is shown keeps its place;
 * newcomers and moves wait until they are let in.
 */
export interface Place {
  id: string;
  /** Where it stands beside its order, such as the column of a board. */
  slot: string;
}

export interface Arrangement {
  places: readonly Place[];
  /** How many newcomers, moves and leavers wait. */
  waiting: number;
}

/** What to show of `wanted` while `shown` must keep its order. */
export const arrange = (shown: readonly Place[], wanted: readonly Place[]): Arrangement => {
  const wantedById = new Map(wanted.map((place) => [place.id, place]));
  const shownIds = new Set(shown.map((place) => place.id));
  const newcomers = wanted.filter((place) => !shownIds.has(place.id)).length;
  const changed = shown.filter((place) => wantedById.get(place.id)?.slot !== place.slot).length;
  const moved = newcomers + changed === 0 && !sameOrder(shown, wanted) ? 1 : 0;
  return { places: shown, waiting: newcomers + changed + moved };
};

export const samePlaces = (a: readonly Place[], b: readonly Place[]): boolean =>
  sameOrder(a, b) && a.every((place, index) => place.slot === b[index]?.slot);

const sameOrder = (a: readonly Place[], b: readonly Place[]): boolean =>
  a.length === b.length && a.every((place, index) => place.id === b[index]?.id);
