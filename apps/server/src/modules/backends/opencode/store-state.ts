import { isObject } from "../../../kernel/json.ts";

/** How many things are remembered: what is patched is patched soon. */
const most = 64;

/** A prompt that was typed while another one was answered. */
export interface TypedAhead {
  id: string;
  text: string;
  at: number;
  /** A tool ended since: it goes to the agent with the tool's result, as part of what is answered. */
  joins: boolean;
}

/** What later changes need to be understood. */
export interface StoreState {
  cwd: string | null;
  model: string | null;
  /** The prompt that is answered, or was last. */
  prompt: string | null;
  busy: boolean;
  /** What was said last. */
  text: string;
  /** Messages of the person whose words have not come. */
  wordless: { id: string; at: number }[];
  typedAhead: TypedAhead[];
  /** The message that the agent writes, and whether it calls a tool in it. */
  answer: { id: string; calls: boolean } | null;
  /** Messages that sum up what was said before. */
  summaries: string[];
  /** What was told, and is told no more when it is patched. */
  told: string[];
  /** The person refused a call, which ends the turn unless something follows. */
  refusedAt: number | null;
}

const begin: StoreState = {
  ...{ cwd: null, model: null, prompt: null, busy: false, text: "", wordless: [], typedAhead: [] },
  ...{ answer: null, summaries: [], told: [], refusedAt: null },
};

/** The state as it was stored by ourselves. */
export const stateFrom = (stored: unknown): StoreState =>
  structuredClone(isObject(stored) ? { ...begin, ...(stored as Partial<StoreState>) } : begin);

/** Whether it was not told before; remembers it. */
export function isNews(state: StoreState, thing: string): boolean {
  if (state.told.includes(thing)) return false;
  state.told = [...state.told, thing].slice(-most);
  return true;
}

/** The newest of a list. */
export const withNewest = <T>(list: readonly T[], one: T): T[] => [...list, one].slice(-most);
