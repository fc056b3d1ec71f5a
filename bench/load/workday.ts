import { randomUUID } from "node:crypto";
import { type HookBody, hookSession, type ToolCall } from "../../packages/testkit/src/hook-session.ts";
import { between, type Dice, pick } from "../../packages/testkit/src/seeded.ts";

const line = 'export const answer = (question: string): string => question.concat(" Forty-two.");\n';

/** Calls as an agent makes them, in sizes that recorded sessions have. */
const calls: readonly ((dice: Dice) => Omit<ToolCall, "useId">)[] = [
  (dice) => ({
    name: "Bash",
    input: { command: `npm test -- --shard=${between(dice, 1, 9)}/9`, description: "Run the tests" },
    response: { stdout: line.repeat(between(dice, 1, 30)), stderr: "", interrupted: false, isImage: false },
  }),
  (dice) => ({
    name: "Read",
    input: { file_path: `/workspace/src/part-${between(dice, 1, 99)}.ts` },
    response: { type: "text", file: { content: line.repeat(between(dice, 20, 80)), numLines: 80 } },
  }),
  (dice) => ({
    name: "Edit",
    input: { file_path: "/workspace/src/main.ts", old_string: line, new_string: line.repeat(2) },
    response: { filePath: "/workspace/src/main.ts", structuredPatch: [{ lines: [line, line] }], at: dice() },
  }),
];

/** The hooks of an agent that works without end: prompts, tools, now and then a permission, completions. */
export function* workday(dice: Dice, sessionId: string = randomUUID()): Generator<HookBody, never> {
  const session = hookSession({ sessionId, cwd: "/workspace" });
  yield session.started();
  for (;;) {
    const promptId = randomUUID();
    yield session.prompted(promptId, "Find out why the nightly build fails, fix it and add a test for it.");
    for (let left = between(dice, 3, 10); left > 0; left--) {
      const call = { ...pick(dice, calls)(dice), useId: `toolu_${randomUUID()}` };
      yield session.toolStarted(promptId, call);
      if (dice() < 0.08) yield session.permissionAsked(promptId, call);
      yield session.toolFinished(promptId, call);
    }
    yield session.stopped(promptId, "The build passes again; the test that I added fails without the fix.");
  }
}
