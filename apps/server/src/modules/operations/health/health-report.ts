import { setTimeout as delay } from "node:timers/promises";
import {
  type HealthReport,
  type HealthStatus,
  healthStatuses,
  type HealthPart as ToldPart,
} from "@signalbox/contract/health";
import type { Clock } from "../../../kernel/clock.ts";
import { messageOf } from "../../../kernel/errors.ts";
import type { Condition, HealthPart } from "../../../kernel/health.ts";

export interface HealthReportOptions {
  parts: readonly HealthPart[];
  clock: Clock;
  version: string;
  /** How long a part may take to tell how it is. */
  patienceMs?: number;
  /** For so long a report is given again: many who ask make no more work than one. */
  keepMs?: number;
}

/** So many changes of a part are remembered. */
const rememberedChanges = 24;

/** Asks every part how it is, side by side, and waits for none that does not answer. */
export const createHealthReport = (options: HealthReportOptions): (() => Promise<HealthReport>) => {
  const { parts, clock, version, keepMs = 1_000 } = options;
  const startedAt = clock.now().toISOString();
  const histories = new Map<string, ToldPart["history"]>();
  let kept: { report: Promise<HealthReport>; at: number } | undefined;

  const askPart = async (part: HealthPart): Promise<ToldPart> => {
    const { status, reason, cure = null, facts = {} } = await conditionOf(part, options.patienceMs ?? 2_000);
    const history = remember(histories.get(part.name) ?? [], status, clock.now());
    histories.set(part.name, history);
    return {
      name: part.name,
      title: part.title,
      status,
      reason,
      cure,
      facts: Object.entries(facts).map(([word, value]) => ({ word, value })),
      history,
    };
  };
  const askAll = async (): Promise<HealthReport> => {
    const told = await Promise.all(parts.map(askPart));
    const status = worstOf(told.map((part) => part.status));
    return { status, at: clock.now().toISOString(), version, startedAt, parts: told };
  };
  return () => {
    const now = clock.now().getTime();
    if (kept === undefined || Math.abs(now - kept.at) >= keepMs) kept = { report: askAll(), at: now };
    return kept.report;
  };
};

const conditionOf = async (part: HealthPart, patienceMs: number): Promise<Condition> => {
  const given = new AbortController();
  const late = delay(patienceMs, undefined, { ref: false, signal: given.signal }).then(
    (): Condition => ({
      status: "failing",
      reason: `It did not tell how it is within ${patienceMs / 1_000} s`,
      cure: "See the log; where it stays so, restart Signalbox.",
    }),
  );
  // Not waited for any more once the part answered.
  late.catch(() => {});
  try {
    return await Promise.race([part.check(), late]);
  } catch (error) {
    return { status: "failing", reason: `It could not be asked: ${messageOf(error)}` };
  } finally {
    given.abort();
  }
};

const remember = (history: ToldPart["history"], status: HealthStatus, now: Date): ToldPart["history"] =>
  history.at(-1)?.status === status
    ? history
    : [...history, { status, at: now.toISOString() }].slice(-rememberedChanges);

const worstOf = (statuses: readonly HealthStatus[]): HealthStatus =>
  healthStatuses.findLast((status) => statuses.includes(status)) ?? "ok";
