import type { BotFileAsk } from "@signalbox/contract/bot-files";
import type { BotContent } from "@signalbox/contract/bots";

interface Agreed {
  /** What file and bot were alike in last; null for a new one. */
  agreed: BotContent | null;
  /** Whose repository the file is in. */
  projectId: string;
}

/**
 * What of a file's content needs a person's word: whoever may push must not give themselves rights with it. What a
 * person has agreed to before need not be asked again, but for a bot that may do anything: there each word counts.
 */
export function asksOf(content: BotContent, { agreed, projectId }: Agreed): BotFileAsk[] {
  const isNew = (of: (content: BotContent) => readonly string[]) => {
    const known = new Set(agreed === null ? [] : of(agreed));
    return of(content).some((one) => !known.has(one));
  };
  const needed: Record<BotFileAsk, boolean> = {
    full_access: content.access === "full",
    in_place: isNew(({ workspace, access }) =>
      workspace === "in_place" && access !== "read" ? ["in_place"] : [],
    ),
    other_project: isNew((of) => (of.projectId === null || of.projectId === projectId ? [] : [of.projectId])),
    account: isNew(accountsOf),
    // It does what it does: what its protocol asks for is all that it can be refused.
    program: isNew(programsOf),
    webhook: isNew(({ outcomes }) => outcomes.flatMap((one) => (one.kind === "webhook" ? [one.url] : []))),
    other_repository: isNew(({ outcomes }) =>
      outcomes.flatMap((one) => ("repository" in one && one.repository !== null ? [one.repository] : [])),
    ),
    tools: isNew(({ allowed }) => allowed.tools),
    folders: isNew(({ allowed }) => allowed.folders),
    network: isNew(({ allowed }) => (allowed.network ? ["network"] : [])),
    other_bot: isNew(({ outcomes }) => outcomes.flatMap((one) => (one.kind === "bot" ? [one.botId] : []))),
  };
  return order.filter((ask) => needed[ask]);
}

const order = [
  ...[
    "full_access",
    "in_place",
    "other_project",
    "account",
    "program",
    "webhook",
    "other_repository",
    "other_bot",
  ],
  ...["tools", "folders", "network"],
] as const satisfies readonly BotFileAsk[];

const accountsOf = ({ accountId, fallbacks }: BotContent): string[] =>
  [accountId, ...fallbacks.map((link) => link.accountId)].filter((id) => id !== null);

const programsOf = ({ programId, fallbacks }: BotContent): string[] =>
  [programId, ...fallbacks.map((link) => link.programId)].filter((id) => id !== undefined);
