import type { HookStatus } from "@signalbox/contract/hooks";

/** `heard`: as it should be, also before its first session is. `attention`: something keeps the CLI from being heard. `absent`: it is not here. */
export type HookVerdict = "heard" | "attention" | "absent";

/** Whether the hooks of a CLI do what they are there for, and why not. */
export function judgeHooks(status: HookStatus): { verdict: HookVerdict; reason: string | null } {
  const { name, cli, state, problem, lastHeardAt } = status;
  const attention = (reason: string) => ({ verdict: "attention" as const, reason });
  if (cli === null && state === "not_installed")
    return { verdict: "absent", reason: `${name} was not found on this machine` };
  if (problem !== null) return attention(problem);
  if (state === "not_installed") return attention(`The hooks of ${name} are not installed`);
  if (state !== "installed") return attention(`The hooks of ${name} are ${state}: install them anew`);
  if (lastHeardAt === null) {
    return { verdict: "heard", reason: `Installed, and no session of ${name} was heard yet` };
  }
  return { verdict: "heard", reason: null };
}

/** A verdict in a word, which tells one that is still to be heard apart. */
export const verdictWord = ({ verdict, lastHeardAt }: { verdict: HookVerdict; lastHeardAt: Date | null }) =>
  verdict === "heard" && lastHeardAt === null ? "installed" : verdict;
