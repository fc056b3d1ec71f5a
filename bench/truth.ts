/**
 * How long after each step of docs/truth.md the server tells the truth of it, on the real CLIs:
 * `node bench/truth.ts [cli] [step …]`.
 */

import { messageOf } from "../apps/server/src/kernel/errors.ts";
import { onClaude } from "../apps/server/tests/truth/on-claude.ts";
import { onCodex } from "../apps/server/tests/truth/on-codex.ts";
import { onGemini } from "../apps/server/tests/truth/on-gemini.ts";
import { onOpencode } from "../apps/server/tests/truth/on-opencode.ts";
import { type Cast, playStep, type World } from "../apps/server/tests/truth/stage.ts";
import { stepNames } from "../apps/server/tests/truth/steps.ts";
import { watchedCli } from "../apps/server/tests/watched-cli.ts";
import { loadAverage } from "./load/machine.ts";
import { print } from "./load/report.ts";

const [cli, ...wanted] = process.argv.slice(2);
const casts = [onClaude, onCodex, onGemini, onOpencode].filter(
  ({ backend }) => cli === undefined || backend === cli,
);
const say = (...words: string[]) => print(words.join("  "));

async function timeOf(world: World, cast: Cast, name: (typeof stepNames)[number]): Promise<void> {
  const step = cast.steps[name];
  if ("not" in step || (wanted.length > 0 && !wanted.includes(name))) return;
  const told = await playStep(world, cast, step).then(
    ({ ms, seen }) => `${Math.round(ms)} ms  ${seen.agent?.evidence.signal}: ${seen.agent?.evidence.rule}`,
    (error: unknown) => `not told: ${messageOf(error)}`,
  );
  say(cast.backend.padEnd(8), name.padEnd(16), step.shows.padEnd(34), told);
}

for (const cast of casts) {
  const world = await watchedCli(cast.backend, cast.homeOf);
  await cast.prepare?.(world);
  for (const name of stepNames) await timeOf(world, cast, name);
  await world.stop();
}
say(`load ${loadAverage()}`);
