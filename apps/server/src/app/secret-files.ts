import { readFileSync } from "node:fs";
import { messageOf } from "../kernel/errors.ts";

/** Variables that hold secrets; a container's or systemd's secrets are files, which `<name>_FILE` names. */
const secret = ["DATABASE_URL", "REDIS_URL", "SIGNALBOX_FIRST_PASSWORD", "SIGNALBOX_ADMIN_KEY"];

/** The environment with the secrets that stand in files, and what is wrong with those that don't. */
export function withSecretFiles(env: NodeJS.ProcessEnv): { env: NodeJS.ProcessEnv; faults: string[] } {
  const faults: string[] = [];
  const read = secret.flatMap((name) => {
    const file = env[`${name}_FILE`];
    if (file === undefined) return [];
    if (env[name] !== undefined) faults.push(`${name}_FILE can't be set beside ${name}`);
    try {
      return [[name, readFileSync(file, "utf8").trim()]];
    } catch (error) {
      faults.push(`${name}_FILE can't be read: ${messageOf(error)}`);
      return [];
    }
  });
  return { env: { ...env, ...Object.fromEntries(read) }, faults };
}
