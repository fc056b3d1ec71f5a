import type { Carry, Case, Needless } from "../carrying-out/case.ts";
import { lineOf } from "../carrying-out/texts.ts";
import type { OutcomesOptions } from "../options.ts";
import { outcomeErrors } from "../outcomes.errors.ts";

/** Commits what an execution changed, and pushes it to a branch. */
export const branch: Carry<"branch"> = async (outcome, given, options) =>
  pushed({ name: outcome.name, message: outcome.message }, given, options);

interface Pushed {
  branch: string;
  sha: string;
}

export async function pushed(
  wish: { name: string; message: string },
  { execution, say, signal }: Case,
  { workspaces }: OutcomesOptions,
): Promise<Pushed | Needless> {
  const name = branchName(await say(wish.name));
  const changes = await workspaces.changes(execution.id);
  if (changes === null) throw outcomeErrors.noFolder();
  if (changes.files.length === 0 && changes.ahead === 0) return { skipped: "It changed nothing" };
  const message = (await say(wish.message)) || lineOf(execution.bot.name, 100);
  const author = { name: execution.bot.name, email: "signalbox@localhost" };
  await workspaces.commitAll(execution.id, { message, author });
  const { commit } = await workspaces.push(execution.id, { branch: name, signal });
  return { branch: name, sha: commit };
}

/** What git, and a command line, take for nothing but a name. */
export function branchName(text: string): string {
  const name = text.replace(/\s+/g, "-");
  const parts = name.split("/");
  const isName =
    /^[\w][\w./-]{0,199}$/.test(name) &&
    !name.includes("..") &&
    parts.every((part) => part !== "" && !/^[.-]|\.$|\.lock$/.test(part));
  if (!isName) throw outcomeErrors.branchName(lineOf(text, 100));
  return name;
}
