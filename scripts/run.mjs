/**
 * What stands behind `npm start`, `npm test`, `npm run check` and `npm run build`. It runs on whatever Node
 * npm runs on (20 or newer) and needs nothing installed: it installs, builds the web app where its sources
 * changed, and hands over to the Node that this repository pins.
 */
import { fileURLToPath } from "node:url";
import { runPinned } from "./setup/child.mjs";
import { ensureInstalled } from "./setup/install.mjs";
import { ensureWebAppBuilt } from "./setup/web-app.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Each task's script for the pinned Node, and whether it serves the web app. */
const tasks = {
  start: { script: "apps/server/src/main.ts", needsWebApp: true },
  test: { script: "scripts/test.ts", needsWebApp: true },
  check: { script: "scripts/check.ts", needsWebApp: false },
  build: { script: null, needsWebApp: true },
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
  if (task.script !== null) process.exitCode = await runPinned(root, [task.script, ...args]);
} catch (error) {
  console.error(`signalbox: ${error.message}`);
  process.exitCode = 1;
}
