import { createSignInLink } from "@signalbox/contract/auth";
import type { Command } from "commander";
import { CliError } from "../errors.ts";
import { type Context, connect } from "../server/connect.ts";
import { openInBrowser } from "../server/open-browser.ts";
import { cleanJson } from "../text/clean.ts";

export function addLogin(program: Command, context: Context): void {
  program
    .command("login")
    .description("print a fresh sign-in link; it works once")
    .option("--open", "open it in the browser")
    .option("--json", "print JSON")
    .action(async (options: { open?: boolean; json?: boolean }) => {
      const link = await (await connect(context)).call(createSignInLink);
      context.io.out(options.json ? cleanJson(link, 2) : link.url);
      if (options.open && !(await openInBrowser(context, link.url))) {
        throw new CliError("No browser could be opened. Open the link above yourself");
      }
    });
}
