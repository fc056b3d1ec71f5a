import { Liquid } from "liquidjs";
import { messageOf } from "../../kernel/errors.ts";
import { botErrors } from "./bots.errors.ts";

/** A template that loops, or grows, is given up: it runs beside all else. Files are out of its reach. */
const limits = { parseLimit: 200_000, renderLimit: 500, memoryLimit: 5_000_000 };
export const settings = {
  ...limits,
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  cache: false,
  templates: {},
} as const;
export const engine = new Liquid(settings);

/** @throws AppError `bots.template_invalid` where it can't be read */
export function reading<T>(read: () => T, path?: string): T {
  try {
    return read();
  } catch (error) {
    throw botErrors.templateInvalid(firstLine(messageOf(error)), path);
  }
}

export const firstLine = (text: string): string => text.split("\n")[0] ?? "";
