import { execFile } from "node:child_process";
import { access, constants, mkdir, open, readFile, statfs } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { backends } from "@signalbox/contract/common";
import { pathFault } from "@signalbox/state-folder/path-fault";
import { shellWord } from "@signalbox/state-folder/shell-word";
import { bytesToStart } from "@signalbox/state-folder/space";
import { z } from "zod";
import type { CliConfig } from "../config.ts";
import { type Finding, fail, isOpenToOthers, modeOf, octal, ok, warn } from "./check.ts";

const run = promisify(execFile);

/** What must be on the machine before anything else can work. */
export const machineChecks = async (config: CliConfig): Promise<Finding[]> => [
  await node(config),
  await stateFolder(config),
  await curl(config),
  ...(await clis(config)),
];

const Manifest = z.object({ optionalDependencies: z.record(z.string(), z.string()) });

async function node({ root }: CliConfig): Promise<Finding> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  const wanted = Object.entries(manifest.optionalDependencies).find(([name]) =>
    name.startsWith("node-"),
  )?.[1];
  if (wanted === process.versions.node) return ok("node", process.version);
  return warn(
    "node",
    `${process.version}, where v${wanted} is expected`,
    'Run "npm ci", and use bin/signalbox',
  );
}

async function stateFolder(config: CliConfig): Promise<Finding> {
  const { home, logFile, startFile, runFile, holderFile, keyFile, hookFolder } = config;
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    for (const folder of [home, dirname(logFile), dirname(holderFile), hookFolder]) await tryFolder(folder);
    for (const file of [logFile, startFile, holderFile]) await tryFile(file);
    // What is written anew under another name, which then takes its place, need only be read.
    for (const file of [runFile, keyFile]) await readFile(file).catch(unlessMissing);
  } catch (error) {
    const fault = pathFault(error, home);
    if (fault === null) throw error;
    return fail("state folder", fault.text, fault.cure);
  }
  const { bavail, bsize } = await statfs(home);
  if (bavail * bsize < bytesToStart) {
    const left = `only ${megabytes(bavail * bsize)} MB left on the disk of ${home}`;
    return fail("state folder", left, `Free some space: a start needs ${megabytes(bytesToStart)} MB`);
  }
  const mode = (await modeOf(home)) ?? 0;
  if (!isOpenToOthers(mode)) return ok("state folder", home);
  return warn(
    "state folder",
    `${home} is open to others (${octal(mode)})`,
    `Run "chmod 700 ${shellWord(home)}"`,
  );
}

const megabytes = (bytes: number): number => Math.floor(bytes / 2 ** 20);

const { R_OK, W_OK, X_OK, O_DIRECTORY, O_RDWR } = constants;

const tryFolder = async (path: string): Promise<void> => {
  await open(path, O_DIRECTORY)
    .then((folder) => folder.close())
    .catch(unlessMissing);
  await access(path, R_OK | W_OK | X_OK).catch(unlessMissing);
};
const tryFile = (path: string): Promise<void> =>
  open(path, O_RDWR)
    .then((file) => file.close())
    .catch(unlessMissing);

/** What is not there yet is made at a start. */
function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** Reading headers from a file, which keeps the key off command lines, came with 7.55. */
const oldestCurl = [7, 55] as const;

async function curl(config: CliConfig): Promise<Finding> {
  const cure = "Install curl 7.55 or newer: hooks are sent with it";
  const path = await which("curl", config);
  if (path === null) return fail("curl", "not on the path", cure);
  const { stdout } = await run(path, ["-q", "--version"]);
  const [major = 0, minor = 0] = (/^curl (\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number);
  const isOld = major < oldestCurl[0] || (major === oldestCurl[0] && minor < oldestCurl[1]);
  return isOld
    ? fail("curl", `${major}.${minor} is too old`, cure)
    : ok("curl", `${path} (${major}.${minor})`);
}

/** The CLIs that can be watched, as far as they are here; one is enough. */
async function clis(config: CliConfig): Promise<Finding[]> {
  const found = await Promise.all(backends.map(async (name) => ({ name, path: await which(name, config) })));
  const here = found.flatMap(({ name, path }) => (path === null ? [] : [ok(name, path)]));
  const names = backends.join(", ");
  return here.length > 0
    ? here
    : [warn("CLIs", `none of ${names} is on the path`, "Install one, or add its folder to your PATH")];
}

async function which(name: string, { searchPath }: CliConfig): Promise<string | null> {
  for (const folder of searchPath.split(delimiter).filter((each) => each !== "")) {
    const path = join(folder, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}
