import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedNode, runStep } from "./child.mjs";
import { withLock } from "./lock.mjs";

const app = join("apps", "web");
const stamp = join(app, "dist", ".inputs");
/** All that the built app is made of. */
const inputs = [
  "package-lock.json",
  "tsconfig.base.json",
  app,
  ...["contract", "client"].map((name) => join("packages", name, "src")),
];
const noInputs = new Set(["dist", "node_modules", "tests", "test-results", "playwright-report"]);

/** Builds the web app, unless what stands in `dist` was made of the same sources. */
export async function ensureWebAppBuilt(root) {
  if (isBuilt(root)) return;
  await withLock(root, async () => {
    if (isBuilt(root)) return;
    console.error("signalbox: building the web app …");
    const fingerprint = fingerprintOf(root);
    const vite = join(root, "node_modules", "vite", "bin", "vite.js");
    const args = [vite, "build", "--logLevel", "warn"];
    await runStep(pinnedNode(root), args, { cwd: join(root, app), step: "vite build" });
    writeFileSync(join(root, stamp), fingerprint);
  });
}

const isBuilt = (root) =>
  existsSync(join(root, stamp)) && readFileSync(join(root, stamp), "utf8") === fingerprintOf(root);

function fingerprintOf(root) {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for (const file of filesIn(root, input)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/** The files at or under a path, relative to the root, in a fixed order. */
function filesIn(root, path) {
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path))
    .filter((name) => !noInputs.has(name))
    .sort()
    .flatMap((name) => filesIn(root, join(path, name)));
}
