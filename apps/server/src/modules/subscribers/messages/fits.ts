import type { EventEnvelope } from "@signalbox/contract/event";
import type { SubscriberRow } from "../subscribers.repository.ts";

export type Wanted = Pick<SubscriberRow, "types" | "project_id" | "bot_id">;

/** Whether a subscriber asks for this type of events. */
export const hears = ({ types }: Pick<Wanted, "types">, type: string): boolean =>
  types.some(
    (one) => one === "*" || one === type || (one.endsWith(".*") && type.startsWith(one.slice(0, -1))),
  );

/** Whose an event is. */
export interface Belonging {
  projectId: string | null;
  botId: string | null;
}

const textIn = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** What the event itself tells; of an execution alone, somebody else knows. */
export const belongingOf = ({ projectId, subject, data }: EventEnvelope): Belonging => ({
  projectId: projectId ?? textIn(data.projectId),
  botId: textIn(data.botId) ?? (subject.kind === "bot" ? subject.id : null),
});

export const executionOf = ({ subject, data }: EventEnvelope): string | null =>
  textIn(data.executionId) ?? (subject.kind === "execution" ? subject.id : null);

export const isOf = (
  { project_id: project, bot_id: bot }: Wanted,
  { projectId, botId }: Belonging,
): boolean => (project === null || project === projectId) && (bot === null || bot === botId);
