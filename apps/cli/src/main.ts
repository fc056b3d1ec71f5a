import { loadEnvFile, readConfig } from "./config.ts";
import { processIo } from "./io.ts";
import { run } from "./run.ts";

loadEnvFile();
process.exitCode = await run(process.argv.slice(2), { config: readConfig(), io: processIo() });
