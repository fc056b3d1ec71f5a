import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { titleOfPlan } from "../question-part.ts";
import { shortText } from "../read-payload.ts";
import type { Observation } from "../signal.ts";
import { parsed, questionOf } from "./ask.ts";
import { failureOf } from "./read-failure.ts";

/** What a line tells, with Codex's own id of the thing. */
export interface Part {
  observation: Observation;
  thing: string | null;
}

/** What an event of a rollout tells; null for one that says nothing of how the agent stands. */
export function eventPart(payload: JsonObject, at: Date): Part | null {
  const turnId = shortText(payload, "turn_id");
  switch (payload.type) {
    case "item_completed":
      return completedPart(objectAt(payload, "item"));
    case "task_complete": {
      const { error } = payload;
      if (isObject(error)) return { observation: failureOf(error, at), thing: `failed:${turnId}` };
      const text = textAt(payload, "last_agent_message") ?? "";
      return { observation: { kind: "stopped", text, childrenRunning: false }, thing: `stopped:${turnId}` };
    }
    case "turn_aborted":
      return { observation: { kind: "interrupted" }, thing: `interrupted:${turnId}` };
    default:
      return null;
  }
}

function completedPart(item: JsonObject): Part | null {
  const id = shortText(item, "id");
  if (id === null) return null;
  const text = listAt(item, "content")
    .flatMap((block) => (isObject(block) ? (textAt(block, "text") ?? []) : []))
    .join("\n");
  if (item.type === "UserMessage") {
    return {
      observation: { kind: "prompted", text, machineMade: false, joins: true },
      thing: `prompt:${id}`,
    };
  }
  if (item.type === "AgentMessage") return { observation: { kind: "said", text }, thing: `said:${id}` };
  if (item.type === "Plan") return { observation: planned(textAt(item, "text") ?? ""), thing: `plan:${id}` };
  if (item.type !== "CommandExecution" && item.type !== "FileChange") return null;
  const failed = textAt(item, "status") !== "completed" || (numberAt(item, "exit_code") ?? 0) !== 0;
  return finished(id, textAt(item, "aggregated_output") ?? item.changes ?? null, failed);
}

/** In its plan mode Codex proposes a plan as the last of a turn, and asks whether to go on with it. */
function planned(plan: string): Observation {
  const text = titleOfPlan(plan);
  const question = { tool: null, input: null, text, parts: [], plan, terminalOnly: true };
  return { kind: "asked", question: { ...question, kind: "plan" } };
}

function finished(useId: string, result: unknown, failed: boolean): Part {
  const call = { kind: "tool_finished", tool: null, input: null, useId, durationMs: null } as const;
  return { observation: { ...call, result, failed, launched: null, answers: {} }, thing: `result:${useId}` };
}

/** What a rollout keeps for the model: here the calls of tools are, and what they answered. */
export function itemParts(payload: JsonObject): Part[] {
  const useId = shortText(payload, "call_id");
  if (useId === null) return [];
  switch (payload.type) {
    case "function_call":
    case "custom_tool_call": {
      const { tool, input } = callOf(payload);
      const question = questionOf({ tool, input });
      return [
        { observation: { kind: "tool_started", tool, input, useId }, thing: `tool:${useId}` },
        ...(question === null
          ? []
          : [{ observation: { kind: "asked", question } as const, thing: `asked:${useId}` }]),
      ];
    }
    case "function_call_output":
    case "custom_tool_call_output": {
      const output = textAt(payload, "output") ?? payload.output ?? null;
      return [finished(useId, output, typeof output === "string" && exitedWithFailure.test(output))];
    }
    default:
      return [];
  }
}

const exitedWithFailure = /^Process exited with code [1-9]/m;

/** Codex's hooks call its shells Bash, and so do we. */
const shells = ["exec_command", "shell", "shell_command", "local_shell"];

function callOf(payload: JsonObject): { tool: string; input: unknown } {
  const name = shortText(payload, "name") ?? "unknown tool";
  const input = parsed(textAt(payload, "arguments") ?? textAt(payload, "input"));
  if (!shells.includes(name) || !isObject(input)) return { tool: name, input };
  const command = textAt(input, "cmd") ?? textAt(input, "command") ?? listAt(input, "command").join(" ");
  return { tool: "Bash", input: { command } };
}
