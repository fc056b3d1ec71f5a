import { Position } from "@signalbox/contract/event";

/** The part of the address that says which moment is shown; without it, the newest. */
export interface PastSearch {
  at?: string;
}

/** Reads the address leniently: what is no position is left out. */
export const readPastSearch = ({ at }: Record<string, unknown>): PastSearch => {
  const position = Position.safeParse(typeof at === "number" ? String(at) : at);
  return position.success ? { at: position.data } : {};
};
