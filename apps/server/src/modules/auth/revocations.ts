import { setTimeout as pause } from "node:timers/promises";
import { apiKeyRevoked, signInEnded } from "@signalbox/contract/auth";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { Logger } from "pino";
import type { Service } from "../../kernel/module.ts";
import type { EventLog } from "../../platform/events/events.ts";

/** What holds in memory whom the database let in. */
interface Memory {
  forget(id: string): void;
  forgetUser(userId: string): void;
  forgetAll(): void;
}

interface RevocationsOptions {
  events: EventLog;
  log: Logger;
  keys: Memory;
  signIns: Memory;
}

const retryAfterMs = 1_000;

/** Follows the log, so that what was revoked at one node is forgotten at all of them. */
export const followRevocations = ({ events, log, keys, signIns }: RevocationsOptions): Service => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let following = Promise.resolve();

  const forget = ({ type, data, subject }: EventEnvelope) => {
    if (type === apiKeyRevoked.type) keys.forget(String(data.keyId));
    else if (type === signInEnded.type) signIns.forget(String(data.signInId));
    else for (const memory of [keys, signIns]) memory.forgetUser(subject.id);
  };

  const followFrom = async (after: bigint) => {
    await events.follow({
      after,
      filter: { types: [apiKeyRevoked.type, signInEnded.type, "user.*"] },
      signal,
      deliver: (batch) => {
        for (const event of batch) forget(event);
      },
    });
  };

  /** What happened while nobody listened is made good by asking the database for everybody anew. */
  const startOver = async () => {
    const { newest } = await events.range();
    for (const memory of [keys, signIns]) memory.forgetAll();
    await followFrom(newest);
  };

  const followOn = async (after: bigint) => {
    let attempt = followFrom(after);
    while (!signal.aborted) {
      await attempt.catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, "revocations could not be followed");
      });
      for (const memory of [keys, signIns]) memory.forgetAll();
      await pause(retryAfterMs, undefined, { signal, ref: false }).catch(() => {});
      if (!signal.aborted) attempt = startOver();
    }
  };

  return {
    name: "revocations",
    async start() {
      const { newest } = await events.range();
      following = followOn(newest);
    },
    async stop() {
      stopping.abort();
      await following;
    },
  };
};
