import { withPersona } from "@signalbox/contract/persona-block";
import type { LaunchingCli } from "../../backends/index.ts";
import { launchErrors } from "../launches.errors.ts";
import type { LaunchPersona } from "../ports.ts";

interface Wish {
  prompt: string | null;
  args: readonly string[];
}

/** One argument of a program has 128 KiB on Linux. */
const mostBytes = 120_000;

/** What an agent is told of who it is. */
const briefOf = ({ name, role, skill }: LaunchPersona): string =>
  [`You are ${name}, ${role}.`, skill].filter((part) => part !== "").join("\n\n");

/**
 * A start as a persona: its CLI is told by an argument where it takes one, else behind its first prompt, so that what it
 * is asked to do stands first.
 * @throws AppError `launches.prompt_too_long`, `launches.persona_told`
 */
export function asPersona(
  persona: LaunchPersona,
  { prompt, args }: Wish,
  { briefOption }: Pick<LaunchingCli, "briefOption">,
): Wish {
  const brief = briefOf(persona);
  if (briefOption !== undefined) {
    // It would take the last one alone.
    if (args.some((arg) => arg.startsWith(briefOption))) throw launchErrors.personaTold(briefOption);
    return { prompt, args: [`${briefOption}=${brief}`, ...args] };
  }
  const told =
    prompt === null ? `${brief}\n\nWait for what you are asked to do.` : withPersona(prompt, brief);
  if (Buffer.byteLength(told) > mostBytes) throw launchErrors.promptTooLong(persona.name);
  return { prompt: told, args };
}
