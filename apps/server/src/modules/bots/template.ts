import type { BotVariable } from "@signalbox/contract/bots";
import { Liquid } from "liquidjs";
import { messageOf } from "../../kernel/errors.ts";
import { newSalt } from "../../kernel/ids.ts";
import { botErrors } from "./bots.errors.ts";
import { fenceOf } from "./fence.ts";

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

/** @throws AppError `bots.template_invalid`: it can't be read, or asks for what is no variable */
export function checkTemplate(prompt: string, variables: readonly BotVariable[]): void {
  checkNames(prompt, new Set(variables.map(({ name }) => name)));
}

/** @throws AppError `bots.template_invalid`: it can't be read, or asks for something else */
export function checkNames(text: string, known: ReadonlySet<string>, path?: string): void {
  const unknown = asked(text, path).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw botErrors.templateInvalid(`it asks for "${unknown}", which is no variable`, path);
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
): Promise<string> => renderBy(engine, prompt, variables, given);

/**
 * The same with values that came from outside: whatever a template puts out is fenced by a word that nobody could know
 * beforehand, and the prompt begins with what that means.
 * @throws AppError `bots.template_invalid`, `bots.value_missing`, `bots.value_unknown`
 */
export async function renderFenced(
  prompt: string,
  variables: readonly BotVariable[],
  given: Readonly<Record<string, string>>,
): Promise<string> {
  const fence = fenceOf(newSalt(6).toString("hex"));
  const fenced = new Liquid({ ...settings, outputEscape: (value: unknown) => fence.around(textOf(value)) });
  // Else a template could let a value out as it is.
  fenced.registerFilter("raw", (value: unknown) => value);
  return `${fence.meaning}\n\n${await renderBy(fenced, prompt, variables, given)}`;
}

const textOf = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

async function renderBy(
  by: Liquid,
  prompt: string,
  variables: readonly BotVariable[],
  given: Readonly<Record<string, string>>,
): Promise<string> {
  checkTemplate(prompt, variables);
  const values = valuesOf(variables, given);
  const made = await render(by, prompt, values);
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
    return engine.globalVariablesSync(prompt);
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
