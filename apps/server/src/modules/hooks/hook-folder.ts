import { chmod, mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../../platform/files/replace-file.ts";
import { unlessMissing } from "./settings/file-faults.ts";

const script = new URL("./hook.sh", import.meta.url);

/** `$SIGNALBOX_HOME/hook`: the script that a CLI runs, and beside it the key and the port it reads. */
export interface HookFolder {
  readonly path: string;
  readonly scriptPath: string;
  readonly keyPath: string;
  writeScript(): Promise<void>;
  /** Tells the script where the server listens. */
  writePort(port: number): Promise<void>;
  /**
   * Without a port the script sends nothing: another program may listen there next, and would get our key.
   * Only what `writePort` wrote goes: where the folder was deleted meanwhile, another server may use it now.
   */
  removePort(): Promise<void>;
  /** What keeps the script from reaching the server, as far as the folder shows it. */
  problem(): Promise<string | null>;
}

export function createHookFolder(home: string): HookFolder {
  const folder = join(home, "hook");
  const scriptPath = join(folder, "hook.sh");
  const keyPath = join(folder, "key");
  const portPath = join(folder, "port");
  let written: string | undefined;
  const ready = async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  };
  return {
    path: folder,
    scriptPath,
    keyPath,
    writeScript: async () => {
      await ready();
      await replaceFile(scriptPath, await readFile(script), { mode: 0o700 });
    },
    writePort: async (port) => {
      await ready();
      const text = `${port}\n`;
      await replaceFile(portPath, text, { mode: 0o600 });
      written = text;
    },
    removePort: async () => {
      const text = await readFile(portPath, "utf8").catch(unlessMissing);
      if (text !== null && text === written) await rm(portPath, { force: true });
    },
    problem: async () => {
      for (const path of [scriptPath, keyPath, portPath]) {
        if (!(await exists(path)))
          return `${path} is missing. Restart Signalbox: it is written at each start`;
      }
      return null;
    },
  };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
