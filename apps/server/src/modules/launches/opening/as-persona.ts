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
 * @throws AppError `launches.prompt_too_long`
 */
export function asPersona(
  persona: LaunchPersona,
  { prompt, args }: Wish,
  { briefed }: Pick<LaunchingCli, "briefed">,
): Wish {
  const brief = briefOf(persona);
  if (briefed !== undefined) return { prompt, args: [...briefed(brief), ...args] };
  const told =
    prompt === null
      ? `${brief}\n\nWait for what you are asked to do.`
      : `${prompt}\n\n<persona>\n${brief}\n</persona>`;
  if (Buffer.byteLength(told) > mostBytes) throw launchErrors.promptTooLong(persona.name);
  return { prompt: told, args };
}
