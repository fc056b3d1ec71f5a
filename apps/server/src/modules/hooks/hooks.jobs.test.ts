import pino from "pino";
import { expect, test } from "vitest";
import type { RawContext } from "../../platform/jobs/define-job.ts";
import { hookCheckLoop, hookJobs } from "./hooks.jobs.ts";

/** Counts how often the hooks of the machine are looked at. */
function aHealth() {
  const looks = { count: 0 };
  const found = {
    ...({ backend: "claude", verdict: "heard", state: "installed" } as const),
    ...{ reason: null, lastHeardAt: new Date(0), checkedAt: new Date(0) },
  };
  const check = async () => {
    looks.count += 1;
    return [found];
  };
  return { looks, check, now: async () => [found] };
}

const context: RawContext = {
  ...{ id: "1", payload: {}, checkpoint: null, attempt: 1, cause: { actor: "system", correlationId: "c" } },
  ...{ signal: new AbortController().signal, log: pino({ level: "silent" }) },
  progress: async () => {},
  checkpointIn: async () => {},
};

test("the job looks at the hooks of a node that hears them, and leaves those of another node alone", async () => {
  const health = aHealth();
  const answers = [true, false].map((hears) => hookJobs(health, hears).map((job) => job.run(context)));
  expect(await Promise.all(answers.flat())).toEqual([{ claude: "heard" }, {}]);
  expect(health.looks.count).toBe(1);
});

test("a node that works on no jobs looks at once, and ends when it is told to", async () => {
  const health = aHealth();
  const stopping = new AbortController();
  const running = hookCheckLoop(health).run(stopping.signal);
  await expect.poll(() => health.looks.count).toBe(1);
  stopping.abort();
  await running;
});
