import type { JobQueue } from "@signalbox/contract/jobs";
import type { Condition, HealthPart } from "../../../kernel/health.ts";

/** Jobs that wait for longer than this, though they are due, tell that nobody works. */
const lateMs = 10 * 60_000;

/** Jobs: what waits, what failed at its last try. */
export const jobHealth = (queues: () => Promise<readonly JobQueue[]>, now: () => Date): HealthPart => ({
  name: "jobs",
  title: "Jobs",
  async check(): Promise<Condition> {
    const all = await queues();
    const sum = (state: keyof JobQueue["counts"]) =>
      all.reduce((total, { counts }) => total + (counts[state] ?? 0), 0);
    const [failed, waiting, running] = [sum("failed"), sum("waiting") + sum("retrying"), sum("running")];
    const facts = { waiting: String(waiting), running: String(running), failed: String(failed) };
    const late = all.filter(
      ({ waitingSince }) => waitingSince !== null && now().getTime() - Date.parse(waitingSince) > lateMs,
    );
    if (late.length > 0)
      return {
        status: "warning",
        reason: `${late.map(({ name }) => name).join(", ")}: jobs are due for more than 10 min`,
        cure: "See that a worker runs, and what it is busy with, under Jobs.",
        facts,
      };
    if (failed > 0)
      return {
        status: "warning",
        reason: `${failed} failed at the last try`,
        cure: "Retry or discard them under Jobs.",
        facts,
      };
    return { status: "ok", reason: `${waiting} waiting, ${running} running, none failed`, facts };
  },
});

/** What a look at a CLI's hooks found. */
export interface CheckedHooks {
  backend: string;
  verdict: "heard" | "attention" | "absent";
  reason: string | null;
  lastHeardAt: Date | null;
}

export interface HooksHealthOptions {
  /** What a look at each CLI finds. */
  found(): Promise<readonly CheckedHooks[]>;
  /** Signals that could not be applied. */
  countParked(): Promise<number>;
}

/** Hooks: whether each CLI is heard, and whether what it says can be applied. */
export const hooksHealth = ({ found, countParked }: HooksHealthOptions): HealthPart => ({
  name: "hooks",
  title: "Hooks",
  async check(): Promise<Condition> {
    const [checked, parked] = await Promise.all([found(), countParked()]);
    const facts = {
      ...Object.fromEntries(checked.map((one) => [one.backend, isAwaited(one) ? "installed" : one.verdict])),
      "signals not applied": String(parked),
    };
    const troubled = checked.find(({ verdict }) => verdict === "attention");
    if (troubled !== undefined)
      return {
        status: "warning",
        reason: troubled.reason ?? `${troubled.backend} is not heard`,
        cure: "See Hooks, or install them anew in Settings.",
        facts,
      };
    if (parked > 0)
      return {
        status: "warning",
        reason: `${parked} ${parked === 1 ? "signal" : "signals"} could not be applied`,
        cure: "See them under Hooks: apply them again, or discard them.",
        facts,
      };
    return { status: "ok", reason: heardWords(checked), facts };
  },
});

/** Its hooks are installed, and its first session is still to be heard. */
const isAwaited = ({ verdict, lastHeardAt }: CheckedHooks): boolean =>
  verdict === "heard" && lastHeardAt === null;

const heardWords = (checked: readonly CheckedHooks[]): string => {
  if (checked.length === 0) return "Not checked yet";
  const well = checked.filter(({ verdict }) => verdict === "heard");
  if (well.length === 0) return "No CLI that is watched is on this machine";
  const named = (ones: readonly CheckedHooks[]) => ones.map(({ backend }) => backend).join(", ");
  const [heard, awaited] = [well.filter((one) => !isAwaited(one)), well.filter(isAwaited)];
  return [
    ...(heard.length === 0 ? [] : [`${named(heard)} heard`]),
    ...(awaited.length === 0 ? [] : [`${named(awaited)} installed, and not heard yet`]),
  ].join("; ");
};

/** The log of this node: whether it told of errors lately. */
export const logHealth = (countErrorsSince: (at: Date) => Promise<number>, now: () => Date): HealthPart => ({
  name: "log",
  title: "Log",
  async check(): Promise<Condition> {
    const errors = await countErrorsSince(new Date(now().getTime() - lateMs));
    if (errors === 0) return { status: "ok", reason: "No error in the last 10 min" };
    return {
      status: "warning",
      reason: `${errors === mostErrors ? `${errors} or more` : errors} ${errors === 1 ? "error" : "errors"} in the last 10 min`,
      cure: "Read them under Logs.",
    };
  },
});

/** More errors than this are not counted. */
export const mostErrors = 50;
