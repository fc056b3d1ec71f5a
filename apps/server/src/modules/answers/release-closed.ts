import { questionClosed } from "@signalbox/contract/agent-events";
import type { Logger } from "pino";
import type { Service } from "../../kernel/module.ts";
import type { EventLog } from "../../platform/events/events.ts";
import { followTypes } from "../../platform/events/follow-types.ts";
import type { HeldRequests } from "./held-requests.ts";
import type { OwnedRequests } from "./owned/owned-agents.ts";

interface ReleaseOptions {
  events: Pick<EventLog, "range" | "follow">;
  held: HeldRequests;
  requests: OwnedRequests;
  log: Logger;
}

/** Lets what waits for an answer go once its question is closed: a CLI does not say that a person said Yes in its terminal. */
export const releaseClosed = ({ events, held, requests, log }: ReleaseOptions): Service =>
  followTypes({
    ...{ events, log, name: "held hooks", types: [questionClosed.type] },
    deliver: (closed) => {
      for (const { subject } of closed) {
        held.release(subject.id);
        requests.close(subject.id);
      }
    },
    stop: () => held.stop(),
  });
