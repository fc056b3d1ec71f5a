/**
 * What stands behind `npm start`, `npm test`, `npm run check` and `npm run build`. It runs on whatever Node
 * npm runs on (20 or newer) and needs nothing installed: it installs, builds the web app where its sources
 * changed, and hands over to the Node that this repository pins.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pinnedNode, runTask } from "./setup/child.mjs";
import { ensureInstalled } from "./setup/install.mjs";
import { pathWithoutNpm } from "./setup/own-path.mjs";
import { ensureWebAppBuilt } from "./setup/web-app.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const pinned = pinnedNode(root);
/** Each task's command, and whether it serves the web app. */
const tasks = {
  start: { command: [join(root, "apps/server/serve")], needsWebApp: true },
  test: { command: [pinned, "scripts/test.ts"], needsWebApp: true },
  check: { command: [pinned, "scripts/check.ts"], needsWebApp: false },
  build: { command: null, needsWebApp: true },
};

const [name = "", ...args] = process.argv.slice(2);
const task = tasks[name];
if (task === undefined) {
  console.error(`Unknown task "${name}": one of ${Object.keys(tasks).join(", ")} is expected.`);
  process.exit(2);
}

try {
  await ensureInstalled(root);
  if (task.needsWebApp) await ensureWebAppBuilt(root);
  if (name === "start") process.env.PATH = pathWithoutNpm(process.env.PATH ?? "", root);
  if (task.command !== null) process.exitCode = await runTask(root, [...task.command, ...args]);
} catch (error) {
  console.error(`signalbox: ${error.message}`);
  process.exitCode = 1;
}
