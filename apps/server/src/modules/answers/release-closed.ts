import { questionClosed } from "@signalbox/contract/agent-events";
import type { Logger } from "pino";
import type { Service } from "../../kernel/module.ts";
import type { EventLog } from "../../platform/events/events.ts";
import { followTypes } from "./follow-types.ts";
import type { HeldRequests } from "./held-requests.ts";

interface ReleaseOptions {
  events: Pick<EventLog, "range" | "follow">;
  held: HeldRequests;
  log: Logger;
}

/** Lets a held hook go once its question is closed, for the CLI does not say that a person said Yes in its terminal. */
export const releaseClosed = ({ events, held, log }: ReleaseOptions): Service =>
  followTypes({
    ...{ events, log, name: "held hooks", types: [questionClosed.type] },
    deliver: (closed) => {
      for (const { subject } of closed) held.release(subject.id);
    },
    stop: () => held.stop(),
  });
