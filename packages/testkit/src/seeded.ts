/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export type Dice = () => number;

export function seeded(seed: number): Dice {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of a list. */
export function pick<T>(dice: Dice, list: readonly T[]): T {
  const index = Math.floor(dice() * list.length);
  const [picked] = list.slice(index, index + 1);
  if (picked === undefined) throw new Error("There is nothing to pick from");
  return picked;
}

/** A whole number from `from` up to, not including, `to`. */
export const between = (dice: Dice, from: number, to: number): number =>
  from + Math.floor(dice() * (to - from));
