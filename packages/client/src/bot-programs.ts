import type { BotContent } from "@signalbox/contract/bots";

/** A program of a server. A file names it as people do: its id says nothing to another server. */
export interface NamedProgram {
  id: string;
  name: string;
}

/** What is written of a bot, with names in place of the ids of programs; one that is gone keeps its id. */
export const withProgramNames = (content: BotContent, programs: readonly NamedProgram[]): object => ({
  ...named(content, programs),
  fallbacks: content.fallbacks.map((link) => named(link, programs)),
});

function named<T extends { programId?: string | undefined }>(
  link: T,
  programs: readonly NamedProgram[],
): object {
  const name = programs.find(({ id }) => id === link.programId)?.name;
  if (name === undefined) return link;
  return Object.fromEntries(
    Object.entries(link).map(([key, value]) => (key === "programId" ? ["program", name] : [key, value])),
  );
}

export interface ProgramFault {
  path: readonly PropertyKey[];
  message: string;
}

/** The same the other way round, in what was read of a file, whatever else is wrong in it. */
export function withProgramIds(
  written: unknown,
  programs: readonly NamedProgram[],
): { written: unknown; faults: readonly ProgramFault[] } {
  const faults: ProgramFault[] = [];
  const identified = (link: unknown, path: readonly PropertyKey[]): unknown => {
    if (!isObject(link) || !("program" in link)) return link;
    const { program: name, ...rest } = link;
    const found = programs.find((one) => typeof name === "string" && isSameName(one.name, name));
    const fault = (message: string) => faults.push({ path: [...path, "program"], message });
    if ("programId" in rest) fault("is said twice: leave out programId");
    else if (found === undefined) fault(`no program is called ${JSON.stringify(name)} on this server`);
    return found === undefined ? rest : { ...rest, programId: found.id };
  };
  const whole = identified(written, []);
  if (!isObject(whole) || !Array.isArray(whole.fallbacks)) return { written: whole, faults };
  const fallbacks = whole.fallbacks.map((link: unknown, index) => identified(link, ["fallbacks", index]));
  return { written: { ...whole, fallbacks }, faults };
}

const isSameName = (one: string, other: string) => one.toLowerCase() === other.trim().toLowerCase();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
