import type { ExecutionDetail } from "@signalbox/contract/executions";

/** One that waits, since the first second of a minute. */
export const anExecution = (some: Partial<ExecutionDetail>): ExecutionDetail => ({
  id: "01a22d43-aa6c-718c-9995-a675838426bb",
  bot: { id: "01a22d43-aa1e-7c00-afe1-768ff2287382", name: "A bot", version: 1 },
  ...{ projectId: null, backend: "claude", model: null, access: "read", workspace: "none" },
  allowed: { tools: [], folders: [], network: false },
  ...{ state: "queued", reason: null, errorClass: null, resetsAt: null, by: "ada", userId: null },
  ...{ queuedAt: "2026-11-30T16:00:00.000Z", startedAt: null, endedAt: null, deadline: null },
  ...{ pausedAt: null, asked: null, attempt: 0, waitsUntil: null },
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costMicros: null, estimated: false },
  log: { lines: 0, bytes: 0 },
  ...{ prompt: "Go", values: {}, result: null, cwd: null, command: null, environment: [] },
  ...{ sessionId: null, resumes: null, resumedBy: null, notResumable: "It is not over yet" },
  ...{ exit: null, source: null, checkedOut: null, steps: [] },
  ...{ target: null, resultSchema: null, budget: null, outcomes: [] },
  ...{
    chain: [{ backend: "claude", model: null, accountId: null }],
    retries: 0,
    askMinutes: null,
    needsLook: false,
    attempts: [],
  },
  ...some,
});
