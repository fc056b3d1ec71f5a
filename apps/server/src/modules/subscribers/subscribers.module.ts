import type { Reaction } from "../../platform/events/events.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { createBell } from "../liveness/index.ts";
import { createMessages } from "./messages/messages.service.ts";
import { sendNext } from "./messages/send.ts";
import { writeDown } from "./messages/write-down.ts";
import type { SubscribersOptions } from "./options.ts";
import { messagesLoop } from "./subscribers.loops.ts";
import { onAllEvents } from "./subscribers.reactions.ts";
import { subscribersRoutes } from "./subscribers.routes.ts";
import { createSubscribersService } from "./subscribers.service.ts";

export interface SubscribersModuleOptions extends SubscribersOptions {
  /** Whether this node sends. */
  runs: boolean;
  /** @throws AppError `auth.watched_agent` */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface SubscribersModule {
  routes: MountedRoute[];
  loops: Loop[];
  reactions: Reaction[];
}

/** Tells addresses elsewhere of events, by signed webhooks. */
export function createSubscribers({
  runs,
  refuseWatchedAgent,
  ...options
}: SubscribersModuleOptions): SubscribersModule {
  const bell = createBell();
  return {
    routes: subscribersRoutes({
      ...{ refuseWatchedAgent, subscribers: createSubscribersService(options) },
      messages: createMessages(options, bell.ring),
    }),
    loops: runs ? [messagesLoop((signal) => sendNext(options, signal), bell)] : [],
    reactions: [onAllEvents(writeDown(options, bell.ring))],
  };
}
