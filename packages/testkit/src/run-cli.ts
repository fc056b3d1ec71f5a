import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** What a program printed, and how it ended. */
export interface Printed {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Run {
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** What it reads on its standard input. */
  input?: string;
}

/** Runs a program to its end. */
export async function runCli(path: string, args: readonly string[], run: Run): Promise<Printed> {
  const { cwd, env, input = "" } = run;
  const child = spawn(path, args, { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  child.stdin.end(input);
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
