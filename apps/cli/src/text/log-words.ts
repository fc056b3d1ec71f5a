import type { LogLine } from "@signalbox/contract/executions";
import { z } from "zod";
import { cleanText } from "./clean.ts";

/** A step as Claude Code prints it; what is not looked at may be anything. */
const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  name: z.string().optional(),
  input: z.record(z.string(), z.unknown()).optional(),
  is_error: z.boolean().optional(),
  content: z.unknown().optional(),
});
const Step = z.looseObject({
  type: z.string(),
  message: z.looseObject({ content: z.union([z.string(), z.array(Block)]) }).optional(),
});

/** A line of a log for a reader: what was said and called; null for one that is no news. */
export function logWords({ stream, text }: LogLine): string | null {
  if (stream === "note") return `signalbox: ${cleanText(text)}`;
  const step = stream === "out" ? Step.safeParse(readJson(text)).data : undefined;
  if (step === undefined) return cleanText(text);
  const content = step.message?.content ?? [];
  const blocks = typeof content === "string" ? [{ type: "text", text: content }] : content;
  const words = blocks.flatMap((block) => blockWords(step.type, block)).join("\n");
  return words === "" ? null : words;
}

function blockWords(by: string, block: z.infer<typeof Block>): string[] {
  if (by === "assistant" && block.type === "text") return [cleanText(block.text ?? "")];
  if (by === "assistant" && block.type === "tool_use")
    return [`> ${cleanText(block.name ?? "tool")} ${cleanText(nameOfCall(block.input ?? {}))}`.trimEnd()];
  if (by === "user" && block.type === "tool_result" && block.is_error === true)
    return [`! ${cleanText(typeof block.content === "string" ? block.content : "it failed")}`];
  return [];
}

/** What tells a call from others of its tool, on one line. */
const telling = ["command", "file_path", "pattern", "url", "query", "description"];
function nameOfCall(input: Record<string, unknown>): string {
  const [found = ""] = telling.map((name) => input[name]).filter((value) => typeof value === "string");
  return found.trim().split("\n", 1)[0] ?? "";
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
