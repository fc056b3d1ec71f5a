import type { EventEnvelope } from "@signalbox/contract/event";
import { Position } from "@signalbox/contract/event";
import type { listProjectActivity } from "@signalbox/contract/projects";
import type { ReplyOf } from "@signalbox/contract/route";
import type { EventHistory } from "../../platform/events/event-history.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";

/** Events that tell what was done in a project. */
const telling = ["command.opened", "command.completed", "question.asked", "agent.ended"];

const cursors = keysetCursor("project-activity", Position);

interface PageOf {
  limit: number;
  cursor?: string | undefined;
}

/** What happened in projects together, the newest first. */
export async function findActivity(
  history: Pick<EventHistory, "search">,
  projectIds: readonly string[],
  { limit, cursor }: PageOf,
): Promise<ReplyOf<typeof listProjectActivity>> {
  const position = cursors.decode(cursor);
  const { events, searchedTo } = await history.search({
    search: { projectId: [...projectIds], type: telling },
    order: "newest",
    beyond: position === undefined ? undefined : BigInt(position),
    limit: limit + 1,
  });
  const page = pageOfRows(events, limit, (last: EventEnvelope) => cursors.encode(last.position));
  const goesOn = searchedTo === null ? null : cursors.encode(String(searchedTo));
  return {
    ...page,
    nextCursor: page.nextCursor ?? goesOn,
    searchedTo: searchedTo === null ? null : String(searchedTo),
  };
}
