import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

// Before anything else is loaded: with what was compiled at the last start, loading takes little more than half.
enableCompileCache(join(import.meta.dirname, "../../../node_modules/.cache/signalbox"));
const { run } = await import("./run.ts");
await run();
flushCompileCache();
