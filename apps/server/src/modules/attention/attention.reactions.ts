import { commandCompleted } from "@signalbox/contract/agent-events";
import { z } from "zod";
import type { Statement } from "../../platform/database/database.ts";
import type { Reaction } from "../../platform/events/events.ts";
import { startOfHour } from "./hour.ts";

const { outcome, parentId } = commandCompleted.data.shape;
/** Events of before agents' parents were told are counted too. */
const Completed = z.object({ outcome, parentId: parentId.default(null) });

/** Counts completed commands of sessions by hour. */
export const countHours = (countIn: (command: { hour: Date; done: boolean }) => Statement): Reaction => ({
  name: "attention.hours",
  types: [commandCompleted.type],
  async handle({ at, data }) {
    const { outcome, parentId } = Completed.parse(data);
    if (parentId !== null) return [];
    return [countIn({ hour: startOfHour(Date.parse(at)), done: outcome === "done" })];
  },
});
