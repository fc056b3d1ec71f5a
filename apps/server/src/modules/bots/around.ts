import type { BotVariable } from "@signalbox/contract/bots";
import { botErrors } from "./bots.errors.ts";
import { engine, reading } from "./liquid.ts";

/** What a prompt's template may ask for beside the bot's variables. */
export const aroundMembers = {
  project: ["name", "default_branch", "remote"],
  previous: ["result", "time", "url"],
} as const;

/** What is so of the bot's project, and of its last execution that succeeded; empty where there is none. */
export type Around = {
  readonly [K in keyof typeof aroundMembers]: Readonly<Record<(typeof aroundMembers)[K][number], string>>;
};

export const nothingAround: Around = {
  project: { name: "", default_branch: "", remote: "" },
  previous: { result: "", time: "", url: "" },
};

/** Where there is no execution yet, the name of a value stands for it. */
export const sampleAround: Around = {
  project: {
    name: "‹project.name›",
    default_branch: "‹project.default_branch›",
    remote: "‹project.remote›",
  },
  previous: { result: "‹previous.result›", time: "‹previous.time›", url: "‹previous.url›" },
};

/** @throws AppError `bots.template_invalid`: it asks for what is not around */
export function checkAround(prompt: string, variables: readonly BotVariable[]): void {
  for (const asked of askedAround(prompt, variables)) {
    const fault = faultIn(asked);
    if (fault !== null) throw botErrors.templateInvalid(fault);
  }
}

/** A member must be named: else a template could put out, or hand on, what nobody looked at. */
function faultIn([name, member]: AskedAround): string | null {
  const members: readonly string[] = aroundMembers[name];
  if (typeof member === "string" && members.includes(member)) return null;
  const known = members.map((one) => `${name}.${one}`).join(", ");
  return typeof member === "string"
    ? `it asks for "${name}.${member}": there are ${known}`
    : `it asks for "${name}", which has members: ${known}`;
}

type AskedAround = readonly [name: keyof Around, member: unknown];

/** What a template asks for beside the bot's variables. One of such a name hides what is around. */
export function askedAround(prompt: string, variables: readonly BotVariable[]): AskedAround[] {
  const own = new Set(variables.map(({ name }) => name));
  return reading(() => engine.globalVariableSegmentsSync(prompt, { partials: false })).flatMap(
    ([name, member]): AskedAround[] =>
      (name === "project" || name === "previous") && !own.has(name) ? [[name, member]] : [],
  );
}
