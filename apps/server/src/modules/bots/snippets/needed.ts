import { Liquid, type Template } from "liquidjs";
import { type Rendered, renderedIn } from "./rendered.ts";

/** The texts of snippets, by their names. */
export type Snippets = Readonly<Record<string, string>>;

/** Snippets that render others go no deeper. */
const deepest = 5;
const reader = new Liquid({ parseLimit: 200_000, templates: {} });

/**
 * The snippets that a template needs, those of snippets too; or why it can't have them. One that comes back to itself
 * would have no end: it is told before anything is rendered.
 */
export function neededBy(templates: readonly Template[], all: Snippets): Snippets | string {
  const needed: Record<string, string> = {};
  const lookedAt = new Map<string, number>();
  const add = (inside: readonly Template[], way: readonly string[]): string | null => {
    const rendered = renderedIn(inside);
    if (typeof rendered === "string") return rendered;
    for (const one of rendered) {
      const fault = addOne(one, way);
      if (fault !== null) return fault;
    }
    return null;
  };
  const addOne = ({ name, given }: Rendered, way: readonly string[]): string | null => {
    const text = Object.hasOwn(all, name) ? all[name] : undefined;
    if (text === undefined) return `it renders "${name}", which is no snippet`;
    if (way.includes(name)) return `snippets render one another in a circle: ${[...way, name].join(", ")}`;
    if (way.length >= deepest) return `snippets render one another more than ${deepest} deep`;
    const lacking = asksOf(text).find((asked) => !given.has(asked));
    if (lacking !== undefined) return `the snippet "${name}" needs "${lacking}", which it is not given`;
    needed[name] = text;
    // What was looked at as deep before can't be any deeper now.
    if ((lookedAt.get(name) ?? -1) >= way.length) return null;
    lookedAt.set(name, way.length);
    return add(reader.parse(text), [...way, name]);
  };
  return add(templates, []) ?? needed;
}

/** What a snippet must be given. It throws where that can't be read. */
export const asksOf = (text: string): string[] => reader.globalVariablesSync(text, { partials: false });

/** The names of the snippets that a template renders by itself; none where it can't be read. */
export function namesIn(text: string): string[] {
  try {
    const rendered = renderedIn(reader.parse(text));
    return typeof rendered === "string" ? [] : rendered.map(({ name }) => name);
  } catch {
    return [];
  }
}
