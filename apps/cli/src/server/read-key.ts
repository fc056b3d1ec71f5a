import { readFile } from "node:fs/promises";
import { CliError, exitCodes } from "../errors.ts";

/** The API key in a file of the state folder; the hook's stands there as a whole header. */
export async function readKey(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).trim().replace(/^Authorization:\s*Bearer\s+/i, "");
  } catch (cause) {
    const next =
      'Restart Signalbox with "bin/signalbox down" and "bin/signalbox up": it writes its keys at the start';
    throw new CliError(`The key ${path} can't be read. ${next}`, exitCodes.notAllowed, { cause });
  }
}
