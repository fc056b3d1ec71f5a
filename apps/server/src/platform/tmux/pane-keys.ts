import { newId } from "../../kernel/ids.ts";
import type { TmuxCommand } from "./connection.ts";
import { isPlain, type KeyName, pasting, pressing, typing } from "./keys.ts";
import { isPaneId, screenOf, type TmuxPane } from "./panes.ts";

/** A pane that takes no keys now; the message says why. */
export class PaneClosed extends Error {}

/** A pane that was seen to take no keys before the first of them was sent: nothing arrived there. */
export class NothingPressed extends PaneClosed {}

/** What can be done with a pane, by one at a time. Looking changes nothing in it. */
export interface PaneKeys {
  /** What its program shows, also where somebody scrolls in it. @throws PaneClosed */
  screen(): Promise<string>;
  /** The same with its colours, as sequences of a terminal. @throws PaneClosed */
  drawn(): Promise<string>;
  /**
   * Puts a text in as it is: no key, no order, no shell. Lines and long texts are pasted. A copy mode that somebody left
   * the pane in is ended, for it would take the keys.
   * @throws NothingPressed; PaneClosed; Error where the text has control characters
   */
  type(text: string): Promise<void>;
  /** The same, pasted whatever it is: no program takes a part of it for a key. @throws as `type` */
  paste(text: string): Promise<void>;
  /** Ends a copy mode as `type` does. @throws NothingPressed; PaneClosed */
  press(...keys: readonly KeyName[]): Promise<void>;
}

export type AskTmux = (...command: TmuxCommand) => Promise<string[] | null>;

/** Of a screen that is larger than any, the end. */
const mostDrawn = 256_000;

const standing = "#{pane_pid} #{pane_dead} #{pane_in_mode} #{pane_synchronized} #{pane_input_off}";

/**
 * A pane to look at and to type into, seen to be the one that was known.
 * @throws PaneClosed
 */
export async function openPane(pane: Pick<TmuxPane, "id" | "pid">, ask: AskTmux): Promise<PaneKeys> {
  const { id } = pane;
  if (!isPaneId(id)) throw new PaneClosed("it is no pane");
  const asked = async (...command: TmuxCommand) => {
    const lines = await ask(...command);
    if (lines === null) throw new PaneClosed("tmux did not answer, or its pane is gone");
    return lines;
  };
  const look = async () => (await ask("display-message", "-p", "-t", id, standing))?.[0] ?? null;
  const takesKeys = async () => {
    const before = await look();
    if (before !== null && isInMode(before)) await ask("send-keys", "-t", id, "-X", "cancel");
    const why = whyClosed(await look(), pane.pid);
    if (why !== null) throw new NothingPressed(why);
  };
  const why = whyUnfit(await look(), pane.pid);
  if (why !== null) throw new PaneClosed(why);
  const putIn = async (text: string, how: typeof typing) => {
    if (!isPlain(text)) throw new Error("a text with control characters can't be typed");
    await takesKeys();
    for (const command of how(id, text, `signalbox-${newId()}`)) await asked(...command);
  };
  return {
    screen: async () => screenOf(await asked("capture-pane", "-p", "-t", id)),
    drawn: async () => (await asked("capture-pane", "-e", "-p", "-t", id)).join("\n").slice(-mostDrawn),
    type: (text) => putIn(text, typing),
    paste: (text) => putIn(text, pasting),
    async press(...keys) {
      await takesKeys();
      for (const key of keys) await asked(...pressing(id, key));
    },
  };
}

const isInMode = (stands: string): boolean => stands.split(" ")[2] !== "0";

/** Why a pane that stands so takes no keys; null where it does, or would once it shows no mode of tmux. */
function whyUnfit(stands: string | null, pid: number): string | null {
  if (stands === null) return "tmux did not answer, or its pane is gone";
  const [now, dead, , synchronized, inputOff] = stands.split(" ");
  if (now !== String(pid) || dead === "1") return "its pane is gone";
  if (synchronized === "1") return "its pane is synchronised with others: all would get the keys";
  if (inputOff === "1") return "its pane takes no input";
  return null;
}

/** Why a pane that stands so takes no keys now; null where it does. */
export function whyClosed(stands: string | null, pid: number): string | null {
  const why = whyUnfit(stands, pid);
  if (why !== null) return why;
  return stands !== null && isInMode(stands) ? "its pane shows a list or a copy mode of tmux" : null;
}
