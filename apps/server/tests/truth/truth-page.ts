import { onClaude } from "./on-claude.ts";
import { onCodex } from "./on-codex.ts";
import { onGemini } from "./on-gemini.ts";
import { onOpencode } from "./on-opencode.ts";
import type { Known, Unknowable } from "./stage.ts";
import { stepNames, steps } from "./steps.ts";

const casts = [onClaude, onCodex, onGemini, onOpencode];

const cellOf = (step: Known | Unknowable): string => {
  if ("not" in step) return `– ${step.not}`;
  return step.note === undefined ? step.shows : `${step.shows}; ${step.note}`;
};

/** docs/truth.md: what is told of each step, from the values that the tests of real CLIs prove. */
export function truthPage(): string {
  const rows = stepNames.map(
    (name) => `| ${[steps[name], ...casts.map((cast) => cellOf(cast.steps[name]))].join(" | ")} |`,
  );
  return `# What is told of an agent, step by step

<!-- Written by \`node scripts/write-truth.ts\` from apps/server/tests/truth/. -->

Each cell is played in the CLI's own terminal by \`apps/server/tests/truth-<cli>.e2e.test.ts\`, and what stands in it is what
the server tells then. \`node bench/truth.ts [cli] [step …]\` tells how long after the step it did.

| step | Claude Code | Codex | Gemini CLI | OpenCode |
|---|---|---|---|---|
${rows.join("\n")}

A dash: there is no such thing there. [clis.md](clis.md) says what hooks and transcripts leave out. \`held up\`: the CLI asks its
model again by itself, and the agent goes on; the time until then is counted down where it is known.
`;
}
