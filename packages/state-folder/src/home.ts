import { homedir, platform } from "node:os";
import { join } from "node:path";

/** Where the server keeps its state unless SIGNALBOX_HOME says otherwise: the system's data folder. */
export function defaultHome(env: Readonly<Record<string, string | undefined>>): string {
  if (env.XDG_DATA_HOME) return join(env.XDG_DATA_HOME, "signalbox");
  return platform() === "darwin"
    ? join(homedir(), "Library", "Application Support", "signalbox")
    : join(homedir(), ".local", "share", "signalbox");
}
