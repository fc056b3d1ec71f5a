import { newId } from "../../kernel/ids.ts";
import type { TmuxConnection } from "../../platform/tmux/connection.ts";

type Asking = Pick<TmuxConnection, "ask">;

/** What became of something that was typed. `scrolled`: its pane is in a mode of tmux, where keys mean other things. */
export type Typed = "typed" | "scrolled";

const isInMode = async (tmux: Asking, paneId: string): Promise<boolean> => {
  const [mode] = await tmux.ask("display-message", "-p", "-t", paneId, "#{pane_in_mode}");
  return mode !== undefined && !["", "0"].includes(mode);
};

/** Types bytes into a pane, as they are: each by its number, so that none is a name of a key. */
export async function typeInto(tmux: Asking, paneId: string, text: string): Promise<Typed> {
  if (await isInMode(tmux, paneId)) return "scrolled";
  const bytes = [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, "0"));
  await tmux.ask("send-keys", "-t", paneId, "-H", ...bytes);
  return "typed";
}

/** Pastes a text: only tmux knows whether the program wants to be told that it is pasted. */
export async function pasteInto(tmux: Asking, paneId: string, text: string): Promise<Typed> {
  if (await isInMode(tmux, paneId)) return "scrolled";
  // Named, it stays out of the row of what a person copied; it is deleted as it is pasted. Several may paste at once.
  const buffer = `signalbox-${newId()}`;
  await tmux.ask("set-buffer", "-b", buffer, "--", pasteable(text));
  try {
    await tmux.ask("paste-buffer", "-d", "-p", "-b", buffer, "-t", paneId);
  } catch (error) {
    await tmux.ask("delete-buffer", "-b", buffer).catch(() => {});
    throw error;
  }
  return "typed";
}

/** Without what would end the paste before its end, or do something at once; lines end as a terminal's do. */
export const pasteable = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
