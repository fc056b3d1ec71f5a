import type { Backend } from "@signalbox/contract/common";
import type { HookStatus } from "@signalbox/contract/hooks";
import { type HookHealth, listHookHealth, type RefusedHook } from "@signalbox/contract/signals";
import type { Clock } from "../../../kernel/clock.ts";
import { type MountedRoute, reply, serve } from "../../../platform/http/http.ts";

/** What the agents module knows of the signals that came. */
export interface HeardAgents {
  signalsByHour(since: Date): Promise<readonly { backend: string; hour: Date; signals: number }[]>;
  parkedByBackend(): Promise<ReadonlyMap<string, number>>;
  refusedHooks(): readonly RefusedHook[];
}

interface CheckedHooks {
  backend: Backend;
  verdict: "heard" | "attention" | "absent";
  reason: string | null;
  checkedAt: Date;
}

export interface HookHealthOptions {
  agents: HeardAgents;
  clis(): Promise<readonly HookStatus[]>;
  checkedHooks(): Promise<readonly CheckedHooks[]>;
  clock: Clock;
}

const hourMs = 3_600_000;
const shownHours = 24;

export const hookHealthRoutes = (options: HookHealthOptions): MountedRoute[] => [
  serve(listHookHealth, async () =>
    reply(200, { items: await hookHealth(options), refused: [...options.agents.refusedHooks()] }),
  ),
];

/** How well each CLI is heard: what its settings say, what the last check found, how much came. */
const hookHealth = async ({
  agents,
  clis,
  checkedHooks,
  clock,
}: HookHealthOptions): Promise<HookHealth[]> => {
  const thisHour = Math.floor(clock.now().getTime() / hourMs) * hourMs;
  const hours = Array.from({ length: shownHours }, (_, at) => thisHour - (shownHours - 1 - at) * hourMs);
  const [statuses, checked, counts, parked] = await Promise.all([
    clis(),
    checkedHooks(),
    agents.signalsByHour(new Date(hours[0] ?? thisHour)),
    agents.parkedByBackend(),
  ]);
  return statuses.map((status) => {
    const { backend } = status;
    const found = checked.find((one) => one.backend === backend);
    const signals = new Map(
      counts.filter((one) => one.backend === backend).map((one) => [one.hour.getTime(), one.signals]),
    );
    return {
      backend,
      status,
      checked: found
        ? { verdict: found.verdict, reason: found.reason, at: found.checkedAt.toISOString() }
        : null,
      hours: hours.map((hour) => ({ hour: new Date(hour).toISOString(), signals: signals.get(hour) ?? 0 })),
      parked: parked.get(backend) ?? 0,
    };
  });
};
