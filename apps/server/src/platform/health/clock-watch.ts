import { uptime } from "node:os";
import type { Clock } from "../../kernel/clock.ts";

export interface ClockJump {
  /** How far; below zero where it was set back. */
  byMs: number;
  /** How long ago it was noticed, by time that only passes. */
  agoMs: number;
}

/** Tells when the clock of this machine was set, rather than that time passed. */
export interface ClockWatch {
  /** The last jump that was noticed, if any. */
  lastJump(): ClockJump | undefined;
}

/** Clocks that are slewed by NTP never get so far from what passed between two looks. */
const leastJumpMs = 60_000;

/** The time since the machine began passes while it sleeps too, and no one sets it. */
export const watchClock = (clock: Clock, upMs: () => number = () => uptime() * 1_000): ClockWatch => {
  const offset = () => clock.now().getTime() - upMs();
  let last = offset();
  let jump: { byMs: number; at: number } | undefined;
  return {
    lastJump() {
      const byMs = offset() - last;
      last += byMs;
      if (Math.abs(byMs) >= leastJumpMs) jump = { byMs, at: upMs() };
      return jump && { byMs: jump.byMs, agoMs: upMs() - jump.at };
    },
  };
};
