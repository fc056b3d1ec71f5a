import { readFileSync } from "node:fs";
import { BotFields } from "@signalbox/contract/bots";
import type { ReadyBot } from "@signalbox/contract/ready-bots";
import { parse } from "yaml";
import { once } from "../../../kernel/once.ts";
import { catalogue } from "./catalogue.ts";

/** Bots that somebody may begin with, in the order in which they are shown. */
export const readyBots = once((): ReadyBot[] =>
  catalogue.map((told) => ({ ...told, content: BotFields.parse(parse(textOf(told.id))) })),
);

const textOf = (id: string): string => readFileSync(new URL(`./${id}.yaml`, import.meta.url), "utf8");
