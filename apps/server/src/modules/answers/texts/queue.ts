import { type Text, textMoved, textQueued } from "@signalbox/contract/texts";
import { newId } from "../../../kernel/ids.ts";
import { newEvent } from "../../../platform/events/events.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { plainOf } from "../../../platform/tmux/keys.ts";
import { textErrors } from "./texts.errors.ts";
import type { TextsOptions } from "./texts.options.ts";
import {
  findText,
  findTextByKey,
  findWaitingTexts,
  insertText,
  moveText,
  presentText,
  type TextRow,
} from "./texts.repository.ts";

const mostQueued = 50;

/** Who says or changes something. */
export type By = Cause & { name: string };

export interface SaidText {
  agentId: string;
  key: string;
  text: string;
  interrupt: boolean;
  by: By;
}

export interface TextChange {
  text?: string | undefined;
  before?: string | null | undefined;
  again?: true | undefined;
}

type QueueOptions = Pick<TextsOptions, "db" | "clock" | "events" | "audit">;

/** The same key again is the same text. @throws AppError `texts.empty`, `texts.key_reused`, `texts.too_many` */
export async function queueText(
  { db, clock, events, audit }: QueueOptions,
  said: SaidText,
): Promise<TextRow> {
  const { agentId, key, interrupt, by } = said;
  const text = plainOf(said.text).trim();
  if (text === "") throw textErrors.empty();
  const before = await findTextByKey(db.read, agentId, key);
  if (before !== undefined) return sameText(before, text);
  if ((await findWaitingTexts(db.read, agentId)).length >= mostQueued) throw textErrors.tooMany(mostQueued);
  const { name, ...cause } = by;
  const id = newId();
  const subject = { kind: "text", id };
  const row = await db.transaction(async (tx) => {
    const at = clock.now();
    const stored = await insertText(tx, {
      id,
      agentId,
      key,
      text,
      interrupt,
      at,
      by: { actor: cause.actor, name },
    });
    if (stored === undefined) return undefined;
    await audit.record(tx, { ...cause, action: "text.said", subject, detail: { agentId, interrupt } });
    const context = { at, actor: cause.actor, correlationId: cause.correlationId, subject, agentId };
    events.append(tx, newEvent(textQueued, context, { textId: id, state: "queued" }));
    return stored;
  });
  return row ?? sameText(await findTextByKey(db.read, agentId, key), text);
}

function sameText(row: TextRow | undefined, text: string): TextRow {
  if (row?.text !== text) throw textErrors.keyReused();
  return row;
}

interface Move {
  from: readonly TextRow["state"][];
  to: Parameters<typeof moveText>[2]["to"];
  by: By;
  action: string;
}

/** Moves a text as somebody wishes. @throws AppError `texts.settled` */
export async function moveBy(
  { db, clock, events, audit }: QueueOptions,
  row: TextRow,
  { from, to, by, action }: Move,
): Promise<TextRow> {
  const { name: _, ...cause } = by;
  const subject = { kind: "text", id: row.id };
  const agentId = row.agent_id;
  const moved = await db.transaction(async (tx) => {
    const next = await moveText(tx, row.id, { from, to });
    if (next === undefined) return undefined;
    await audit.record(tx, { ...cause, action, subject, detail: { agentId } });
    const context = {
      at: clock.now(),
      actor: cause.actor,
      correlationId: cause.correlationId,
      subject,
      agentId,
    };
    events.append(tx, newEvent(textMoved, context, { textId: row.id, state: next.state }));
    return next;
  });
  if (moved !== undefined) return moved;
  throw textErrors.settled((await findText(db.read, row.id))?.state ?? row.state);
}

/** @throws AppError `texts.settled`, `texts.empty` */
export async function changeText(
  options: QueueOptions,
  row: TextRow,
  { change, by }: { change: TextChange; by: By },
): Promise<Text> {
  if (change.again === true) {
    const to = { state: "queued", problem: null, sending_at: null } as const;
    return presentText(await moveBy(options, row, { from: ["unknown"], to, by, action: "text.said_again" }));
  }
  const text = change.text === undefined ? row.text : plainOf(change.text).trim();
  if (text === "") throw textErrors.empty();
  const place =
    change.before === undefined
      ? row.place
      : placeBefore(await findWaitingTexts(options.db.read, row.agent_id), row, change.before);
  return presentText(
    await moveBy(options, row, { from: ["queued"], to: { text, place }, by, action: "text.changed" }),
  );
}

/** Between that one and the one it follows; at the end where it is before none. */
export function placeBefore(
  queue: readonly Pick<TextRow, "id" | "place">[],
  { id }: Pick<TextRow, "id">,
  before: string | null,
): number {
  const others = queue.filter((one) => one.id !== id);
  const at = others.findIndex((one) => one.id === before);
  const next = others[at];
  const previous = next === undefined ? others.at(-1) : others[at - 1];
  if (next === undefined) return (previous?.place ?? 0) + 1;
  return previous === undefined ? next.place - 1 : (previous.place + next.place) / 2;
}
