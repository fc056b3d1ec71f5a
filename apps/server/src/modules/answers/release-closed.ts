import { setTimeout as pause } from "node:timers/promises";
import { questionClosed } from "@signalbox/contract/agent-events";
import type { Logger } from "pino";
import type { Service } from "../../kernel/module.ts";
import { type EventLog, PositionUnavailable } from "../../platform/events/events.ts";
import type { HeldRequests } from "./held-requests.ts";
import type { OwnedRequests } from "./owned/owned-agents.ts";

interface ReleaseOptions {
  events: Pick<EventLog, "range" | "follow">;
  held: HeldRequests;
  requests: OwnedRequests;
  log: Logger;
}

/** Lets what waits for an answer go once its question is closed: a CLI does not say that a person said Yes in its terminal. */
export function releaseClosed({ events, held, requests, log }: ReleaseOptions): Service {
  const stopping = new AbortController();
  const { signal } = stopping;
  const follow = async () => {
    const { newest } = await events.range();
    await events.follow({
      ...{ name: "held hooks", after: newest, filter: { types: [questionClosed.type] }, signal },
      deliver: (closed) => {
        for (const { subject } of closed) {
          held.release(subject.id);
          requests.close(subject.id);
        }
      },
    });
  };
  const keepOn = async () => {
    while (!signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof PositionUnavailable)) log.error({ err: error }, "held hooks are not followed");
        await pause(1_000, undefined, { signal }).catch(() => {});
      }
    }
  };
  let going: Promise<void> = Promise.resolve();
  return {
    name: "held hooks",
    start: () => {
      going = keepOn();
    },
    stop: async () => {
      stopping.abort();
      held.stop();
      await going;
    },
  };
}
