import type { Command } from "commander";
import { type Finding, fail } from "../doctor/check.ts";
import { hookChecks } from "../doctor/hook-checks.ts";
import { machineChecks } from "../doctor/machine-checks.ts";
import { processChecks } from "../doctor/process-checks.ts";
import { serverChecks } from "../doctor/server-checks.ts";
import { CliError, explain } from "../errors.ts";
import { type Io, painted } from "../io.ts";
import type { Context } from "../server/connect.ts";
import { findServer, type ServerState } from "../server/run-file.ts";
import { clean, cleanJson } from "../text/clean.ts";

const colours = { ok: "green", warn: "yellow", fail: "red" } as const;

export function addDoctor(program: Command, context: Context): void {
  program
    .command("doctor")
    .description("look for every known reason why a session does not appear, and say the cure")
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) => {
      const { config, io } = context;
      if (config.env.SIGNALBOX_SERVER)
        io.err("This looks at this machine alone, not at the server that SIGNALBOX_SERVER names");
      const findings = await examine(context);
      io.out(
        options.json ? cleanJson({ findings }, 2) : findings.map((finding) => lineOf(io, finding)).join("\n"),
      );
      const failures = findings.filter((finding) => finding.level === "fail").length;
      if (failures > 0) throw new CliError(`${failures} of ${findings.length} checks failed`);
    });
}

async function examine({ config, io }: Context): Promise<Finding[]> {
  // One part that breaks must not hide what the others found.
  const unexpected = (error: unknown) => [fail("doctor", explain(error, config).line)];
  const machine = await machineChecks(config).catch(unexpected);
  const hooks = (state: ServerState) => hookChecks(config, state, io.now()).catch(unexpected);
  try {
    const state = await findServer(config);
    const server = await serverChecks(config, state).catch(unexpected);
    const processes = await processChecks(config, state).catch(unexpected);
    return [...machine, ...server, ...(await hooks(state)), ...processes];
  } catch (error) {
    return [...machine, ...unexpected(error), ...(await hooks({ kind: "absent" }))];
  }
}

function lineOf(io: Io, { level, about, text, cure }: Finding): string {
  const head = `${painted(io, colours[level], level.padEnd(4))}  ${clean(about)}: ${clean(text)}`;
  return cure === undefined ? head : `${head}\n      → ${clean(cure)}`;
}
