import type { BotVariable } from "@signalbox/contract/bots";
import { Liquid } from "liquidjs";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { newSalt } from "../../kernel/ids.ts";
import { botErrors } from "./bots.errors.ts";
import { fenceOf } from "./fence.ts";
import { neededBy, type Snippets } from "./snippets/needed.ts";

/** A template that loops, or grows, is given up: it runs beside all else. Files are out of its reach. */
const limits = { parseLimit: 200_000, renderLimit: 500, memoryLimit: 5_000_000 };
/** Characters. */
const longestPrompt = 200_000;
const settings = {
  ...limits,
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  cache: false,
  templates: {},
} as const;
const engine = new Liquid(settings);
const noSnippets: Snippets = {};

/** @throws AppError `bots.template_invalid`: it can't be read, or asks for what is no variable */
export function checkTemplate(
  prompt: string,
  variables: readonly BotVariable[],
  snippets: Snippets = noSnippets,
): void {
  checkNames(prompt, new Set(variables.map(({ name }) => name)), { snippets });
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

/** @throws AppError `bots.template_invalid`, `bots.value_missing`, `bots.value_unknown` */
export const renderTemplate = (
  prompt: string,
  variables: readonly BotVariable[],
  given: Readonly<Record<string, string>>,
  snippets: Snippets = noSnippets,
): Promise<string> =>
  renderBy((templates) => new Liquid({ ...settings, templates }), { prompt, variables, given, snippets });

/**
 * The same with values that came from outside: whatever a template puts out is fenced by a word that nobody could know
 * beforehand, and the prompt begins with what that means.
 * @throws AppError `bots.template_invalid`, `bots.value_missing`, `bots.value_unknown`
 */
export async function renderFenced(
  prompt: string,
  variables: readonly BotVariable[],
  given: Readonly<Record<string, string>>,
  snippets: Snippets = noSnippets,
): Promise<string> {
  const fence = fenceOf(newSalt(6).toString("hex"));
  const outputEscape = (value: unknown) => fence.around(textOf(value));
  const fenced = (templates: Snippets) => {
    const by = new Liquid({ ...settings, templates, outputEscape });
    // Else a template could let a value out as it is.
    by.registerFilter("raw", (value: unknown) => value);
    return by;
  };
  return `${fence.meaning}\n\n${await renderBy(fenced, { prompt, variables, given, snippets })}`;
}

const textOf = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

interface Rendering {
  prompt: string;
  variables: readonly BotVariable[];
  given: Readonly<Record<string, string>>;
  snippets: Snippets;
}

async function renderBy(
  engineWith: (templates: Snippets) => Liquid,
  { prompt, variables, given, snippets }: Rendering,
): Promise<string> {
  checkTemplate(prompt, variables, snippets);
  const values = valuesOf(variables, given);
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
function asked(prompt: string, path?: string): string[] {
  try {
    return engine.globalVariablesSync(prompt, { partials: false });
  } catch (error) {
    throw botErrors.templateInvalid(firstLine(messageOf(error)), path);
  }
}

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

const firstLine = (text: string): string => text.split("\n")[0] ?? "";
