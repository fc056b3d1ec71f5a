import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config.ts";

/** A folder for the settings of each CLI, in one folder of the demo's own. */
export const cliFoldersIn = (home: string): Config["cliFolders"] => ({
  claude: join(home, "claude"),
  codex: join(home, "codex"),
  gemini: join(home, "gemini"),
  opencode: join(home, "opencode"),
});

/**
 * The same configuration in a temporary folder: its own state, and CLI settings of its own, so that even hooks
 * installed from the demo's page touch nothing of the person's. Whoever asks for it removes `home`.
 */
export function inTemporaryFolder(config: Config): Config {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "signalbox-demo-")));
  const cliStores = { opencode: join(home, "opencode", "opencode.db") };
  return { ...config, home, cliFolders: cliFoldersIn(home), cliStores };
}
