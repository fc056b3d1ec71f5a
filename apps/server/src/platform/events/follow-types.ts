import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Service } from "../../kernel/module.ts";
import { type EventLog, PositionUnavailable } from "./events.ts";

type Deliver = Parameters<EventLog["follow"]>[0]["deliver"];

interface FollowOptions {
  events: Pick<EventLog, "range" | "follow">;
  log: Logger;
  name: string;
  types: readonly string[];
  deliver: Deliver;
  /** When it ends. */
  stop?: () => void;
}

/** Follows events of some types from now on, whatever happens meanwhile: what was missed counts no more. */
export function followTypes({ events, log, name, types, deliver, stop }: FollowOptions): Service {
  const stopping = new AbortController();
  const { signal } = stopping;
  const follow = async () => {
    const { newest } = await events.range();
    await events.follow({ name, after: newest, filter: { types: [...types] }, signal, deliver });
  };
  const keepOn = async () => {
    while (!signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof PositionUnavailable)) log.error({ err: error }, `${name} are not followed`);
        await pause(1_000, undefined, { signal }).catch(() => {});
      }
    }
  };
  let going: Promise<void> = Promise.resolve();
  return {
    name,
    start: () => {
      going = keepOn();
    },
    stop: async () => {
      stopping.abort();
      stop?.();
      await going;
    },
  };
}
