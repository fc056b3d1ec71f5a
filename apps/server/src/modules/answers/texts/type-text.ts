import { setTimeout as pause } from "node:timers/promises";
import { messageOf } from "../../../kernel/errors.ts";
import { NothingPressed, type PaneKeys } from "../../../platform/tmux/pane-keys.ts";
import type { TerminalInput } from "../../backends/index.ts";
import { keysUntil, tooLate } from "../keys-until.ts";
import { type LastWords, whyAnotherSession } from "./last-words.ts";
import { isOwn } from "./own-words.ts";

const everyMs = 40;
/** Until the terminal shows what was typed, or that it took it. */
const reactsMs = 3_000;
const restsMs = 1_500;
/** After what was typed, until Enter is a key and no part of it. */
const enterAfterMs = 150;
const mostLines = 60;
/** In which a CLI that works is seen to: a look may fall between the pieces of what it draws. */
const glanceMs = 400;
/** Between keys that interrupt together. */
const betweenKeysMs = 300;

/** `refused`: nothing of it stands there. `unknown`: it was typed, and nobody saw that it was taken. */
export type Typed =
  | { kind: "sent"; problem: string | null }
  | { kind: "refused"; why: string }
  | { kind: "unknown"; problem: string };

interface Typing extends LastWords {
  pane: PaneKeys;
  input: TerminalInput;
  text: string;
  interrupt: boolean;
  /** After this no Enter is pressed: by default as long as an answer may take. */
  until?: number;
}

/** Says a text in a terminal, alone: what a person has begun to write there is left, and nothing is said instead. */
export async function typeText(typing: Typing): Promise<Typed> {
  const { pane, input, text, interrupt, until = keysUntil() } = typing;
  const said = input.asSaid(text);
  if (said === null) return { kind: "refused", why: "its CLI would run it in a shell, for it begins with !" };
  const another = whyAnotherSession(await pane.screen(), input, typing);
  if (another !== null) return { kind: "refused", why: another };
  if (interrupt) await interruptBy(pane, input);
  const why = await clearedOf(typing);
  if (why !== null) return { kind: "refused", why };
  if (performance.now() > until) return { kind: "refused", why: tooLate };
  let isTyped = false;
  try {
    await (input.pastes === true ? pane.paste(said) : pane.type(said));
    isTyped = true;
    return await enter({ pane, input, said, until });
  } catch (error) {
    if (error instanceof NothingPressed && !isTyped) return { kind: "refused", why: error.message };
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
  if (busy) return "the agent is at work";
  if (typed === "") return null;
  if (!isOwn(input, typed, lastPrompt)) return "somebody has begun to write in its terminal";
  return (await cleared(pane, input)) ? null : "what its CLI put back into the input can't be cleared";
}

async function cleared(pane: PaneKeys, input: TerminalInput): Promise<boolean> {
  for (let lines = 0; lines < mostLines; lines++) {
    const before = input.read(await pane.screen()).typed;
    await pane.press("C-u");
    await pause(everyMs);
    const { typed } = input.read(await pane.screen());
    if (typed === "") return true;
    // Some stay at the beginning of a line that is empty.
    if (typed === before) await pane.press("BSpace");
  }
  return input.read(await pane.screen()).typed === "";
}

interface Entering {
  pane: PaneKeys;
  input: TerminalInput;
  said: string;
  until: number;
}

async function enter({ pane, input, said, until }: Entering): Promise<Typed> {
  const stands = (screen: string) => {
    const { typed } = input.read(screen);
    return typed !== null && input.holds(typed, said);
  };
  if (!(await seen(pane, stands))) return unknown("its terminal shows something else: no Enter was pressed");
  await pause(enterAfterMs);
  if (performance.now() > until)
    return (await cleared(pane, input))
      ? { kind: "refused", why: tooLate }
      : unknown(`${tooLate}: no Enter was pressed`);
  await pane.press("Enter");
  if (await seen(pane, (screen) => isTaken(input, screen))) return { kind: "sent", problem: null };
  // A list of proposals may take an Enter and leave the text as it is. What it completed is another text, not to be sent.
  if (stands(await pane.screen()) && performance.now() <= until) {
    await pane.press("Enter");
    await seen(pane, (screen) => isTaken(input, screen));
  }
  const left = await pane.screen();
  return isTaken(input, left)
    ? { kind: "sent", problem: null }
    : unknown(`its input shows: ${shownIn(input, left)}`);
}

const unknown = (what: string): Typed => ({ kind: "unknown", problem: `it was typed, and ${what}` });

/** Nothing stands in the input any more, it gave way to something else, or the CLI began to work. */
const isTaken = (input: TerminalInput, screen: string): boolean => {
  const { typed, busy } = input.read(screen);
  return typed === null || typed === "" || busy;
};

const shownIn = (input: TerminalInput, screen: string): string =>
  (input.read(screen).typed ?? "").replace(/\s+/g, " ").trim().slice(0, 200);

/** Presses what interrupts it where it works. */
export async function interruptBy(
  pane: PaneKeys,
  input: TerminalInput,
): Promise<"stopped" | "unseen" | "idle"> {
  const works = (screen: string) => input.read(screen).busy;
  if (!(await seen(pane, works, glanceMs))) return "idle";
  const rests = (screen: string) => !works(screen);
  const [first = "Escape", ...more] = input.interrupts ?? [];
  await pane.press(first);
  for (const key of more) {
    if (await seen(pane, rests, betweenKeysMs)) return "stopped";
    await pane.press(key);
  }
  return (await seen(pane, rests)) ? "stopped" : "unseen";
}

async function seen(pane: PaneKeys, isIt: (screen: string) => boolean, ms = reactsMs): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += everyMs) {
    if (isIt(await pane.screen())) return true;
    await pause(everyMs);
  }
  return false;
}
