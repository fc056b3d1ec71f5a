import { commandCompleted } from "@signalbox/contract/agents";
import { z } from "zod";
import type { Db } from "../../platform/database/database.ts";
import type { Reaction } from "../../platform/events/events.ts";
import { startOfHour } from "./hour.ts";

const { outcome, parentId } = commandCompleted.data.shape;
/** Events of before agents' parents were told are counted too. */
const Completed = z.object({ outcome, parentId: parentId.default(null) });

/** Counts completed commands of sessions by hour; `countIn` counts each position once. */
export const countHours = (
  db: Db,
  countIn: (db: Db, command: { hour: Date; done: boolean; position: bigint }) => Promise<void>,
): Reaction => ({
  name: "attention.hours",
  types: [commandCompleted.type],
  async handle({ at, data, position }) {
    const { outcome, parentId } = Completed.parse(data);
    if (parentId !== null) return;
    const hour = startOfHour(Date.parse(at));
    await countIn(db, { hour, done: outcome === "done", position: BigInt(position) });
  },
});
