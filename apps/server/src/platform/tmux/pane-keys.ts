import { newId } from "../../kernel/ids.ts";
import type { TmuxCommand } from "./connection.ts";
import { isPlain, type KeyName, pressing, typing } from "./keys.ts";
import { isPaneId, screenOf, type TmuxPane } from "./panes.ts";

/** A pane that takes no keys now; the message says why. */
export class PaneClosed extends Error {}

/** What can be done with a pane, by one at a time. */
export interface PaneKeys {
  /** @throws PaneClosed */
  screen(): Promise<string>;
  /**
   * Puts a text in as it is: no key, no order, no shell. Lines and long texts are pasted.
   * @throws PaneClosed; Error where the text has control characters
   */
  type(text: string): Promise<void>;
  /** @throws PaneClosed */
  press(...keys: readonly KeyName[]): Promise<void>;
}

export type AskTmux = (...command: TmuxCommand) => Promise<string[] | null>;

const standing = "#{pane_pid} #{pane_dead} #{pane_in_mode} #{pane_synchronized} #{pane_input_off}";

/**
 * A pane to type into, seen to be the one that was known. A copy mode that somebody left it in is ended, for it would take
 * the keys.
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
  const look = async () => (await asked("display-message", "-p", "-t", id, standing))[0] ?? "";
  const before = await look();
  if (before.split(" ")[2] !== "0") await ask("send-keys", "-t", id, "-X", "cancel");
  const why = whyClosed(await look(), pane.pid);
  if (why !== null) throw new PaneClosed(why);
  return {
    screen: async () => screenOf(await asked("capture-pane", "-p", "-t", id)),
    async type(text) {
      if (!isPlain(text)) throw new Error("a text with control characters can't be typed");
      for (const command of typing(id, text, `signalbox-${newId()}`)) await asked(...command);
    },
    async press(...keys) {
      for (const key of keys) await asked(...pressing(id, key));
    },
  };
}

/** Why a pane that stands so takes no keys; null where it does. */
export function whyClosed(stands: string, pid: number): string | null {
  const [now, dead, mode, synchronized, inputOff] = stands.split(" ");
  if (now !== String(pid) || dead === "1") return "its pane is gone";
  if (mode !== "0") return "its pane shows a list or a copy mode of tmux";
  if (synchronized === "1") return "its pane is synchronised with others: all would get the keys";
  if (inputOff === "1") return "its pane takes no input";
  return null;
}
