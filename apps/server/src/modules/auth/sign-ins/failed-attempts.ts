import type { Clock } from "../../../kernel/clock.ts";

/** Counts failures within a sliding time; whoever guesses is stopped, whoever knows is not counted. */
export const createFailedAttempts = ({
  clock,
  most,
  withinMs,
}: {
  clock: Clock;
  most: number;
  withinMs: number;
}) => {
  let failures: number[] = [];
  return {
    add(): void {
      failures.push(clock.now().getTime());
    },
    tooMany(): boolean {
      const since = clock.now().getTime() - withinMs;
      failures = failures.filter((at) => at > since);
      return failures.length >= most;
    },
  };
};
