/** How a CLI is told whose login it runs with: by the variables of its environment. */
export interface AccountCli {
  /** Names a folder that it keeps its sign-in in, and all else of its own. */
  folder: string;
  /** Those that carry an API key, the usual one first. */
  keys: readonly string[];
  /** Carries a token of a subscription; absent where there is none. */
  token?: string;
  /** Whatever else says who is signed in. Empty is as good as not there. */
  others: readonly string[];
  /** What a secret needs beside itself, so that no sign-in of the person's is taken. */
  withSecret?: Readonly<Record<string, string>>;
}

/** What is handed to the CLI. */
export type AccountMeans =
  | { kind: "machine" }
  | { kind: "folder"; folder: string }
  | { kind: "key" | "token"; variable: string; secret: string };

/** What it finds beside its environment, in which it may find sign-ins that would win: those are blanked. */
export function accountEnvironment(cli: AccountCli, means: AccountMeans): Record<string, string> {
  if (means.kind === "machine") return {};
  const all = [...cli.keys, ...(cli.token === undefined ? [] : [cli.token]), ...cli.others];
  const blanks = Object.fromEntries(all.map((name) => [name, ""]));
  return means.kind === "folder"
    ? { ...blanks, [cli.folder]: means.folder }
    : { ...blanks, ...cli.withSecret, [means.variable]: means.secret };
}
