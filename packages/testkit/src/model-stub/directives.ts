import { emptyStep, type Fault, type Step, type ToolCall } from "./plan.ts";

/**
 * Reads the directives of a prompt as the steps that the model takes, one per request; see the README.
 * A prompt without any gives none.
 */
export function stepsOf(prompt: string): Step[] {
  const steps: Step[] = [];
  let step = emptyStep();
  let pending = false;
  for (const directive of directivesIn(prompt)) {
    const ends = apply(directive, step);
    pending = !ends;
    if (ends) {
      steps.push(step);
      step = emptyStep();
    }
  }
  return pending ? [...steps, step] : steps;
}

interface Directive {
  verb: string;
  argument: string;
}

function* directivesIn(prompt: string): Generator<Directive> {
  const opening = /\[\[(text|say|think|tool|bash|write|read|ask|http|slow|delay|cut|hang|usage)\b\s*/g;
  for (let match = opening.exec(prompt); match !== null; match = opening.exec(prompt)) {
    const verb = match[1] ?? "";
    const end = verb === "tool" ? endOfCalls(prompt, opening.lastIndex) : opening.lastIndex;
    const close = prompt.indexOf("]]", end);
    if (close < 0) return;
    yield { verb, argument: prompt.slice(opening.lastIndex, close).trim() };
    opening.lastIndex = close + 2;
  }
}

/** Applies a directive to the step in the making; true where it completes the step. */
function apply({ verb, argument }: Directive, step: Step): boolean {
  const text = argument.replaceAll("\\n", "\n").replaceAll("\\t", "\t");
  switch (verb) {
    case "say":
      step.text = text;
      return false;
    case "think":
      step.think = text;
      return false;
    case "http":
      step.faults.push(faultOf(argument));
      return false;
    case "slow":
      step.tokenMs = Number(argument);
      return false;
    case "delay":
      step.delayMs = Number(argument);
      return false;
    case "cut":
      step.cutAfter = Number(argument || 3);
      return false;
    case "hang":
      step.hang = true;
      return false;
    case "usage":
      step.usage = usageOf(argument);
      return false;
    case "text":
      step.text = text;
      return true;
    default:
      step.calls = verb === "tool" ? callsIn(argument) : [shorthand(verb, text)];
      return true;
  }
}

/** The common tools of Claude Code, without JSON. */
function shorthand(verb: string, argument: string): ToolCall {
  const [first = "", second = ""] = argument.split("::").map((part) => part.trim());
  switch (verb) {
    case "bash":
      return { name: "Bash", input: { command: argument, description: "Run a command" } };
    case "write":
      return { name: "Write", input: { file_path: first, content: `${second}\n` } };
    case "read":
      return { name: "Read", input: { file_path: first } };
    default: {
      const options = second.split("|").map((label) => ({ label: label.trim(), description: label.trim() }));
      const question = { question: first, header: "Choice", options, multiSelect: false };
      return { name: "AskUserQuestion", input: { questions: [question] } };
    }
  }
}

const callHead = /\s*\+?\s*([\w.:-]+)\s*/y;

/** `Name {json} + Other {json}`: calls made in parallel. */
function callsIn(argument: string): ToolCall[] {
  return [...scanCalls(argument, 0)].map(({ name, json }) => ({ name, input: JSON.parse(json) }));
}

/** Where the calls of a tool directive end; their JSON may hold directives of its own. */
const endOfCalls = (text: string, start: number): number =>
  [...scanCalls(text, start)].reduce((_, call) => call.end, start);

function* scanCalls(text: string, start: number): Generator<{ name: string; json: string; end: number }> {
  callHead.lastIndex = start;
  for (let match = callHead.exec(text); match !== null; match = callHead.exec(text)) {
    const from = callHead.lastIndex;
    const end = text[from] === "{" ? endOfJson(text, from) : from;
    yield { name: match[1] ?? "", json: text.slice(from, end) || "{}", end };
    callHead.lastIndex = end;
  }
}

/** The end of the JSON object that starts at `start`: the first brace that makes it whole. */
function endOfJson(text: string, start: number): number {
  for (let at = text.indexOf("}", start); at >= 0; at = text.indexOf("}", at + 1)) {
    if (isJson(text.slice(start, at + 1))) return at + 1;
  }
  throw new Error(`A tool directive's JSON never ends: ${text.slice(start, start + 80)}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function keyValues(argument: string): Map<string, string> {
  const pairs = [...argument.matchAll(/([\w.-]+)=(?:"([^"]*)"|(\S+))/g)];
  return new Map(pairs.map(([, key = "", quoted, plain]) => [key, quoted ?? plain ?? ""]));
}

function faultOf(argument: string): Fault {
  const values = keyValues(argument);
  const headers: Record<string, string> = {};
  for (const [key, value] of values) if (key.startsWith("h.")) headers[key.slice(2)] = headerValue(value);
  const retryAfter = values.get("retry-after");
  if (retryAfter !== undefined) headers["retry-after"] = retryAfter;
  const times = Number(values.get("times") ?? Number.POSITIVE_INFINITY);
  const status = Number.parseInt(argument, 10);
  return { status, times, message: values.get("message"), type: values.get("type"), headers };
}

/** `+3600` means so many seconds from now, in seconds since 1970. */
const headerValue = (value: string): string =>
  /^\+\d+$/.test(value) ? String(Math.floor(Date.now() / 1000) + Number(value)) : value;

function usageOf(argument: string): Step["usage"] {
  const values = keyValues(argument);
  const names = { input: "input", output: "output", cacheRead: "cache_read", cacheWrite: "cache_write" };
  const given = Object.entries(names).filter(([, name]) => values.has(name));
  return Object.fromEntries(given.map(([key, name]) => [key, Number(values.get(name))]));
}
