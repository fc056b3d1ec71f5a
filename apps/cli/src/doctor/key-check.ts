import { createClient } from "@signalbox/client/client";
import { ApiError } from "@signalbox/client/errors";
import { getCaller } from "@signalbox/contract/auth";
import { shellWord } from "@signalbox/state-folder/shell-word";
import { readKey } from "../server/read-key.ts";
import type { ServerState } from "../server/run-file.ts";
import { type Finding, fail, isOpenToOthers, modeOf, octal, ok, writtenAtStart } from "./check.ts";

/** A key's file: there, closed to others, and accepted by the server where that runs. */
export async function keyCheck(path: string, about: string, state: ServerState): Promise<Finding> {
  const restart = 'Run "bin/signalbox down" and "bin/signalbox up": keys are written at the start';
  const mode = await modeOf(path);
  if (mode === null) {
    return state.kind === "running" ? fail(about, `${path} is missing`, restart) : ok(about, writtenAtStart);
  }
  if (isOpenToOthers(mode))
    return fail(about, `${path} is open to others (${octal(mode)})`, `Run "chmod 600 ${shellWord(path)}"`);
  if (state.kind !== "running") return ok(about, path);
  const isAccepted = await accepts(state.run.url, await readKey(path));
  return isAccepted ? ok(about, "accepted") : fail(about, `${path} is not accepted by the server`, restart);
}

/** A key that may not read is known all the same: it is refused otherwise than a stranger's. */
async function accepts(baseUrl: string, apiKey: string): Promise<boolean> {
  try {
    await createClient({ baseUrl, credentials: () => ({ apiKey }) }).call(getCaller);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return error.status === 403;
    throw error;
  }
}
