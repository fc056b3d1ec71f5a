import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedNode, runStep } from "./child.mjs";
import { withLock } from "./lock.mjs";

/** Installs exactly what `package-lock.json` names, unless it is installed already. */
export async function ensureInstalled(root) {
  if (isInstalled(root)) return;
  await withLock(root, async () => {
    if (isInstalled(root)) return;
    console.error("signalbox: installing dependencies …");
    const [command, ...prefix] = npmCommand();
    const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
    await runStep(command, [...prefix, ...args], { cwd: root, step: "npm ci" });
    if (!existsSync(pinnedNode(root))) {
      throw new Error(`the pinned Node has no build for ${process.platform} on ${process.arch}.`);
    }
  });
}

/** npm writes its hidden lockfile last, so it tells that an install was finished, and of what. */
export function isInstalled(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === null || present === null || !existsSync(pinnedNode(root))) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" ||
      (entry.optional && !(path in present)) ||
      identityOf(entry) === identityOf(present[path]),
  );
}

const identityOf = (entry) =>
  entry && JSON.stringify([entry.version, entry.integrity, entry.link, entry.dependencies]);

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw new Error(`can't read ${file}`, { cause: error });
  }
}

/** The npm that called us, on the Node that it runs on: the pinned one is replaced while it installs. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  return npm === undefined ? ["npm"] : [node, npm];
}
