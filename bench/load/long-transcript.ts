import { randomUUID } from "node:crypto";
import { between, type Dice, pick } from "../../packages/testkit/src/seeded.ts";

const code = 'export const answer = (question: string): string => question.concat(" Forty-two.");\n';

/** The lines of a session of Claude Code, with results in sizes that recorded sessions have, until there are so many bytes. */
export function* longTranscript(dice: Dice, bytes: number, began: number): Generator<string> {
  const sessionId = randomUUID();
  let at = began;
  let written = 0;
  const line = (fields: object): string => {
    at += between(dice, 200, 900);
    const common = {
      uuid: randomUUID(),
      sessionId,
      timestamp: new Date(at).toISOString(),
      cwd: "/",
      version: "2",
    };
    const text = `${JSON.stringify({ ...common, ...fields })}\n`;
    written += text.length;
    return text;
  };
  while (written < bytes) {
    const promptId = randomUUID();
    yield line({
      type: "user",
      promptId,
      message: { role: "user", content: `Mend part ${between(dice, 1, 99)}` },
    });
    for (let call = between(dice, 4, 20); call > 0; call -= 1) yield* toolCall(dice, line);
    yield line({
      type: "assistant",
      message: answer([{ type: "text", text: "All of it works now." }], "end_turn"),
    });
    yield line({ type: "system", subtype: "turn_duration", durationMs: 1_000 });
  }
}

export const answer = (content: object[], stop_reason = "tool_use") => ({
  ...{ id: randomUUID(), model: "opus", role: "assistant" },
  ...{ content, stop_reason },
});

function* toolCall(dice: Dice, line: (fields: object) => string): Generator<string> {
  const id = `toolu_${randomUUID()}`;
  const name = pick(dice, ["Bash", "Read", "Edit"]);
  const input = { command: `npm test -- --shard=${between(dice, 1, 9)}/9` };
  yield line({ type: "assistant", message: answer([{ type: "tool_use", id, name, input }]) });
  const content = code.repeat(between(dice, 5, 120));
  yield line({
    type: "user",
    message: { role: "user", content: [{ type: "tool_result", tool_use_id: id, content }] },
    toolUseResult: { stdout: content, stderr: "" },
  });
}
