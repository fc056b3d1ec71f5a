import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

/** The browser suites look at the app as it is built; a build that is there is taken as it is. */
// biome-ignore lint/style/noDefaultExport: Playwright reads the default export
export default async function buildApp(): Promise<void> {
  const root = join(import.meta.dirname, "..");
  if (!existsSync(join(root, "dist", "index.html"))) await build({ root, logLevel: "warn" });
}
