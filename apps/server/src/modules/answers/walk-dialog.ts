import { setTimeout as pause } from "node:timers/promises";
import { messageOf } from "../../kernel/errors.ts";
import type { KeyName } from "../../platform/tmux/keys.ts";
import { NothingPressed, type PaneKeys } from "../../platform/tmux/pane-keys.ts";
import { type DialogAnswer, inShort, type ShownDialog, type TerminalDialogs } from "../backends/index.ts";
import { tooLate } from "./keys-until.ts";

/** A dialog may not be drawn whole. */
const steadyMs = 120;
/**
 * One opens up to half a second after it is told of, and for its first second a digit moves its cursor and chooses
 * nothing, so that nobody answers it who was typing.
 */
const takesKeysAfterMs = 2_200;
const everyMs = 30;
/** After a key, until the terminal shows something else. */
const reactsMs = 2_000;
/** A dialog of several questions takes about two keys for each thing that is asked. */
const mostSteps = 80;

export type Walked =
  | { kind: "gone" }
  /** Whether it counted could not be seen. */
  | { kind: "unseen"; problem: string }
  /** Nothing that answers was pressed. */
  | { kind: "stuck"; why: string };

interface Walk extends DialogAnswer {
  pane: PaneKeys;
  dialogs: TerminalDialogs;
  now: Date;
  /** After this nothing is pressed: see `keysUntil`. */
  until: number;
}

/** Answers a dialog key by key, each decided by what the screen shows then. The key that answers is pressed once. */
export async function walkDialog(walk: Walk): Promise<Walked> {
  const { pane, dialogs } = walk;
  const age = walk.now.getTime() - Date.parse(walk.question.at);
  if (age >= 0 && age < takesKeysAfterMs) await pause(takesKeysAfterMs - age);
  let dialog = await steadyDialog(walk);
  for (let steps = 0; steps < mostSteps; steps++) {
    // What does not tell what it asks is taken for what follows only where the dialog itself was seen.
    if (dialog === null || !(steps === 0 ? dialogs.isAbout(dialog, walk.question) : isOf(dialog, walk)))
      return notShown(dialog);
    const step = dialogs.next(dialog, walk);
    if (step.kind === "stuck") return { kind: "stuck", why: step.why };
    if (performance.now() > walk.until) return { kind: "stuck", why: tooLate };
    if (step.kind === "press" && step.last) return pressLast(walk, step.keys);
    if (step.kind === "type") await pane.type(step.text);
    else await pane.press(...step.keys);
    const next = await changed(walk, dialog);
    if (next === "same") return { kind: "stuck", why: "the terminal did not react to a key" };
    dialog = next;
  }
  return { kind: "stuck", why: "the dialog did not come to an end" };
}

const isOf = (dialog: ShownDialog, { dialogs, question }: Pick<Walk, "dialogs" | "question">): boolean =>
  dialogs.isAbout(dialog, question) || dialogs.mayFollow?.(dialog, question) === true;

const notShown = (dialog: ShownDialog | null): Walked => ({
  kind: "stuck",
  why: dialog === null ? "the terminal shows the dialog no more" : `the terminal shows: ${inShort(dialog)}`,
});

/** The dialog once two looks saw the same. */
export async function steadyDialog({ pane, dialogs }: Pick<Walk, "pane" | "dialogs">) {
  let before = await pane.screen();
  for (let waited = 0; waited < reactsMs; waited += steadyMs) {
    await pause(steadyMs);
    const now = await pane.screen();
    const dialog = dialogs.read(now);
    if (isSame(dialogs.read(before), dialog)) return dialog;
    before = now;
  }
  return dialogs.read(before);
}

async function changed({ pane, dialogs }: Walk, before: ShownDialog): Promise<ShownDialog | null | "same"> {
  let latest: ShownDialog | null = before;
  for (let waited = 0; waited < reactsMs; waited += everyMs) {
    await pause(everyMs);
    const now = dialogs.read(await pane.screen());
    if (!isSame(now, before) && isSame(now, latest)) return now;
    latest = now;
  }
  return "same";
}

/** From here on nothing is taken back: a key of which nobody knows whether it arrived is not pressed again. */
async function pressLast(walk: Walk, keys: readonly KeyName[]): Promise<Walked> {
  const { pane, dialogs } = walk;
  const isGone = async () => {
    const dialog = dialogs.read(await pane.screen());
    return dialog === null || !isOf(dialog, walk);
  };
  try {
    await pane.press(...keys);
    for (let waited = 0; waited < reactsMs; waited += everyMs) {
      await pause(everyMs);
      if (!(await isGone())) continue;
      // One that is drawn anew is gone for a moment, too.
      await pause(steadyMs);
      if (await isGone()) return { kind: "gone" };
    }
  } catch (error) {
    if (error instanceof NothingPressed) return { kind: "stuck", why: error.message };
    return { kind: "unseen", problem: `whether it arrived could not be seen: ${messageOf(error)}` };
  }
  return { kind: "unseen", problem: "the terminal shows the dialog still, or the same one again" };
}

const isSame = (one: ShownDialog | null, other: ShownDialog | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
