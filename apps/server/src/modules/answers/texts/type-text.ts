import { setTimeout as pause } from "node:timers/promises";
import { messageOf } from "../../../kernel/errors.ts";
import type { PaneKeys } from "../../../platform/tmux/pane-keys.ts";
import type { TerminalInput } from "../../backends/index.ts";

const everyMs = 40;
/** Until the terminal shows what was typed, or that it took it. */
const reactsMs = 3_000;
const restsMs = 1_500;
/** After what was typed, until Enter is a key and no part of it. */
const enterAfterMs = 150;
const mostLines = 60;

/** `refused`: nothing of it was typed. `unknown`: it was, and nobody saw that it was taken. */
export type Typed =
  | { kind: "sent"; problem: string | null }
  | { kind: "refused"; why: string }
  | { kind: "unknown"; problem: string };

interface Typing {
  pane: PaneKeys;
  input: TerminalInput;
  text: string;
  /** What the agent was last asked: a CLI may have put it back into its input. */
  lastPrompt: string | null;
  interrupt: boolean;
}

/** Says a text in a terminal, alone: what a person has begun to write there is left, and nothing is said instead. */
export async function typeText(typing: Typing): Promise<Typed> {
  const { pane, input, text, interrupt } = typing;
  const said = input.asSaid(text);
  if (said === null) return { kind: "refused", why: "its CLI would run it in a shell, for it begins with !" };
  if (interrupt) await interruptBy(pane, input);
  const why = await clearedOf(typing);
  if (why !== null) return { kind: "refused", why };
  try {
    return await typeAndEnter(pane, input, said);
  } catch (error) {
    const shown = `it was typed, and then its terminal could not be seen: ${messageOf(error)}`;
    return { kind: "unknown", problem: shown };
  }
}

/** Why nothing can be typed; null once the input is empty. What the CLI itself put back there is taken away. */
async function clearedOf({ pane, input, lastPrompt }: Typing): Promise<string | null> {
  // That it has stopped is told a moment before its screen rests.
  await seen(pane, (screen) => !input.read(screen).busy, restsMs);
  const { typed, busy } = input.read(await pane.screen());
  if (typed === null) return "its terminal shows no input: a dialog, or a page of the CLI";
  if (busy) return "it works";
  if (typed === "") return null;
  if (lastPrompt === null || !input.holds(typed, lastPrompt))
    return "somebody has begun to write in its terminal";
  for (let lines = 0; lines < mostLines; lines++) {
    await pane.press("C-u");
    await pause(everyMs);
    if (input.read(await pane.screen()).typed === "") return null;
  }
  return "what its CLI put back into the input can't be cleared";
}

async function typeAndEnter(pane: PaneKeys, input: TerminalInput, said: string): Promise<Typed> {
  await pane.type(said);
  const stands = await seen(pane, (screen) => {
    const { typed } = input.read(screen);
    return typed !== null && input.holds(typed, said);
  });
  if (!stands)
    return {
      kind: "unknown",
      problem: "it was typed, and its terminal shows something else: no Enter was pressed",
    };
  await pause(enterAfterMs);
  const isTaken = (screen: string) => !stillStands(input, screen, said);
  await pane.press("Enter");
  if (await seen(pane, isTaken)) return { kind: "sent", problem: null };
  // A list of proposals takes the first one: the text stands there still, so it was not sent.
  await pane.press("Enter");
  if (await seen(pane, isTaken)) return { kind: "sent", problem: null };
  return { kind: "unknown", problem: "its terminal shows it in the input still" };
}

const stillStands = (input: TerminalInput, screen: string, said: string): boolean => {
  const { typed } = input.read(screen);
  return typed !== null && typed !== "" && input.holds(typed, said);
};

/** Presses Escape where it works; false where it does not. */
export async function interruptBy(
  pane: PaneKeys,
  input: TerminalInput,
): Promise<"stopped" | "unseen" | "idle"> {
  if (!input.read(await pane.screen()).busy) return "idle";
  await pane.press("Escape");
  return (await seen(pane, (screen) => !input.read(screen).busy)) ? "stopped" : "unseen";
}

async function seen(pane: PaneKeys, isIt: (screen: string) => boolean, ms = reactsMs): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += everyMs) {
    if (isIt(await pane.screen())) return true;
    await pause(everyMs);
  }
  return false;
}
