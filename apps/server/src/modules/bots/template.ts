import type { BotVariable } from "@signalbox/contract/bots";
import { Liquid } from "liquidjs";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { newSalt } from "../../kernel/ids.ts";
import { type Around, aroundMembers, askedAround, checkAround, nothingAround } from "./around.ts";
import { botErrors } from "./bots.errors.ts";
import { type Fence, fenceOf } from "./fence.ts";
import { engine, firstLine, reading, settings } from "./liquid.ts";
import { neededBy, type Snippets } from "./snippets/needed.ts";

/** Characters. */
const longestPrompt = 200_000;
const noSnippets: Snippets = {};

/** @throws AppError `bots.template_invalid`: it can't be read, or asks for what is no variable */
export function checkTemplate(
  prompt: string,
  variables: readonly BotVariable[],
  snippets: Snippets = noSnippets,
): void {
  checkAround(prompt, variables);
  const own = variables.map(({ name }) => name);
  checkNames(prompt, new Set([...Object.keys(aroundMembers), ...own]), { snippets });
}

interface Checking {
  /** Where it stands. */
  path?: string;
  /** What it may render. */
  snippets?: Snippets;
}

/** @throws AppError `bots.template_invalid`: it can't be read, or asks for something else */
export function checkNames(
  text: string,
  known: ReadonlySet<string>,
  { path, snippets = noSnippets }: Checking = {},
): void {
  const unknown = asked(text, path).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw botErrors.templateInvalid(`it asks for "${unknown}", which is no variable`, path);
  snippetsFor(text, snippets, path);
}

/** Those that it renders. @throws AppError `bots.template_invalid` */
function snippetsFor(prompt: string, all: Snippets, path?: string): Snippets {
  try {
    const needed = neededBy(engine.parse(prompt), all);
    if (typeof needed !== "string") return needed;
    throw botErrors.templateInvalid(needed, path);
  } catch (error) {
    throw error instanceof AppError ? error : botErrors.templateInvalid(firstLine(messageOf(error)), path);
  }
}

/** What a template sees. */
export type TemplateValues = Readonly<Record<string, unknown>>;

/**
 * What a template becomes that is no prompt: it may be empty.
 * @throws AppError `bots.template_invalid`
 */
export async function renderText(text: string, values: TemplateValues): Promise<string> {
  const made = await render(engine, text, values);
  return made.toWellFormed().replaceAll("\u0000", "");
}

/** What a template sees beside the values of the bot's variables. */
interface Beside {
  snippets?: Snippets | undefined;
  around?: Around | undefined;
}

/**
 * By a person's values. What an execution said before is not that person's word: a template that asks for it fences
 * whatever it puts out, but for what the person gave, as it was given.
 * @throws AppError `bots.template_invalid`, `bots.value_missing`, `bots.value_unknown`
 */
export async function renderTemplate(
  prompt: string,
  variables: readonly BotVariable[],
  given: Readonly<Record<string, string>>,
  { snippets = noSnippets, around = nothingAround }: Beside = {},
): Promise<string> {
  const rendering = { prompt, variables, given, snippets, around };
  const asksForResult = askedAround(prompt, variables).some(([, member]) => member === "result");
  if (around.previous.result !== "" && asksForResult)
    return renderInFence(rendering, [
      ...Object.values(given),
      ...variables.flatMap(({ default: usual }) => usual ?? []),
    ]);
  return renderBy((templates) => new Liquid({ ...settings, templates }), rendering);
}

/**
 * The same with values that came from outside: whatever a template puts out is fenced by a word that nobody could know
 * beforehand, and the prompt begins with what that means.
 * @throws AppError `bots.template_invalid`, `bots.value_missing`, `bots.value_unknown`
 */
export const renderFenced = (
  prompt: string,
  variables: readonly BotVariable[],
  given: Readonly<Record<string, string>>,
  { snippets = noSnippets, around = nothingAround }: Beside = {},
): Promise<string> => renderInFence({ prompt, variables, given, snippets, around }, []);

/** `trusted` stands bare, and so does what this server says of itself. */
async function renderInFence(rendering: Rendering, trusted: readonly string[]): Promise<string> {
  const fence = fenceOf(newSalt(6).toString("hex"));
  const { project, previous } = rendering.around;
  const bare = new Set([...trusted, ...Object.values(project), previous.time, previous.url]);
  const fenced = (templates: Snippets) => fencing(fence, bare, templates);
  return `${fence.meaning}\n\n${await renderBy(fenced, rendering)}`;
}

function fencing(fence: Fence, bare: ReadonlySet<string>, templates: Snippets): Liquid {
  const outputEscape = (value: unknown) => {
    const text = textOf(value);
    return bare.has(text) ? text : fence.around(text);
  };
  const by = new Liquid({ ...settings, templates, outputEscape });
  // Else a template could let a value out as it is.
  by.registerFilter("raw", (value: unknown) => value);
  return by;
}

const textOf = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

interface Rendering {
  prompt: string;
  variables: readonly BotVariable[];
  given: Readonly<Record<string, string>>;
  snippets: Snippets;
  around: Around;
}

async function renderBy(
  engineWith: (templates: Snippets) => Liquid,
  { prompt, variables, given, snippets, around }: Rendering,
): Promise<string> {
  checkTemplate(prompt, variables, snippets);
  const values = { ...around, ...valuesOf(variables, given) };
  const made = await render(engineWith(snippetsFor(prompt, snippets)), prompt, values);
  if (!made.isWellFormed() || made.includes("\u0000")) throw botErrors.templateInvalid("it makes no text");
  if (made.trim() === "") throw botErrors.templateInvalid("it makes nothing of these values");
  if (made.length > longestPrompt)
    throw botErrors.templateInvalid(`it makes more than ${longestPrompt.toLocaleString("en")} characters`);
  return made;
}

async function render(by: Liquid, prompt: string, values: TemplateValues): Promise<string> {
  try {
    return String(await by.parseAndRender(prompt, { ...values }));
  } catch (error) {
    throw botErrors.templateInvalid(firstLine(messageOf(error)));
  }
}

/** The names that a template asks for. */
const asked = (prompt: string, path?: string): string[] =>
  reading(() => engine.globalVariablesSync(prompt, { partials: false }), path);

function valuesOf(
  variables: readonly BotVariable[],
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, default: usual } of variables) {
    const value = Object.hasOwn(given, name) ? given[name] : usual;
    if (value === undefined) throw botErrors.valueMissing(name);
    values[name] = value;
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(values, name));
  if (unknown !== undefined) throw botErrors.valueUnknown(unknown);
  return values;
}
