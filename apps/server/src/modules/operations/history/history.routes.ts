import { getEventChain, getEventTimeline, getPastBoard } from "@signalbox/contract/event-history";
import { type MountedRoute, reply, serve } from "../../../platform/http/http.ts";
import { eventChain } from "./event-chain.ts";
import { type PastBoardOptions, pastBoard } from "./past-board.ts";

/** Enough points to draw a line across a page. */
const timelinePoints = 120;

export const historyRoutes = (options: PastBoardOptions): MountedRoute[] => [
  serve(getEventTimeline, async () => reply(200, { points: await options.history.timeline(timelinePoints) })),
  serve(getPastBoard, async ({ params }) => reply(200, await pastBoard(options, BigInt(params.position)))),
  serve(getEventChain, async ({ params }) =>
    reply(200, await eventChain(options.history, options.agents, params.correlationId)),
  ),
];
