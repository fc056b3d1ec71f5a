import type { Command } from "commander";
import type { Context } from "../server/connect.ts";
import { printLine } from "./status-line.ts";

export function addStatus(program: Command, context: Context): void {
  program
    .command("status")
    .description("who waits, works and rests")
    .option("--line", "one short line, for a prompt or a status bar")
    .option("--json", "print JSON")
    .action(async (options: { line?: boolean; json?: boolean }) => {
      if (options.line) return printLine(context);
      // A line is asked for all the time, and does without what the rest needs.
      const { printStatus } = await import("./status-report.ts");
      return printStatus(context, options);
    });
}
