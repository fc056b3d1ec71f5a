/**
 * Runs a program that speaks no protocol for one prompt, which it reads from its standard input:
 * `command-bridge.ts <order> <program> <argument>…`. What it prints becomes words, and its exit code how it went.
 */
import { readFileSync, realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { messageOf } from "../../kernel/errors.ts";
import { hearLines } from "../supervisor/hear-lines.ts";
import { startAgent } from "./agent-process.ts";
import { exitTold, mostText, tell } from "./bridge-line.ts";
import { givenOrder } from "./bridge-order.ts";

const mostLines = 40;
const placeholder = "{prompt}";

const { order, file, args } = givenOrder();
const prompt = await textOf(process.stdin);
const isArgument = args.some((arg) => arg.includes(placeholder));
const last: string[] = [];

const agent = startAgent(
  file,
  // In one piece: what stands in the prompt is no pattern.
  args.map((arg) => arg.split(placeholder).join(prompt)),
  { cwd: order.cwd },
);
const heard = (line: string): void => {
  tell({ type: "words", text: `${line}\n` });
  last.push(line);
  if (last.length > mostLines) last.shift();
};
hearLines(agent.child.stdout, heard, mostText);
agent.child.stdin.end(isArgument ? "" : prompt);

/** What it left in the file that is named; nothing outside of its folder is read. */
function fromFile(path: string): string {
  const cwd = realpathSync(order.cwd);
  const from = relative(cwd, realpathSync(resolve(cwd, path)));
  if (from.startsWith("..") || isAbsolute(from)) throw new Error("it lies outside of its folder");
  return readFileSync(resolve(cwd, from), "utf8").slice(0, mostText);
}

function resultOf(code: number | null, why: string): { ok: boolean; text: string } {
  if (code !== 0) return { ok: false, text: why };
  const { resultFile = null } = order;
  if (resultFile === null) return { ok: true, text: last.join("\n").trim().slice(-mostText) };
  try {
    return { ok: true, text: fromFile(resultFile) };
  } catch (error) {
    return { ok: false, text: `It left no result in ${resultFile}: ${messageOf(error)}` };
  }
}

const { code, why } = await agent.over;
const { ok, text } = resultOf(code, why);
tell({ type: "result", ok, text, about: "", usage: null });
exitTold(ok ? 0 : 1);
