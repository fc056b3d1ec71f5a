import type { Account, AccountKind } from "@signalbox/contract/accounts";
import { until } from "../../lib/format.ts";

export const backendNames: Readonly<Record<Account["backend"], string>> = {
  claude: "Claude Code",
  codex: "Codex",
  gemini: "Gemini CLI",
  opencode: "OpenCode",
  goose: "goose",
  program: "A program",
};

export const kindNames: Readonly<Record<AccountKind, string>> = {
  machine: "The machine's own sign-in",
  folder: "A folder that is signed in",
  key: "An API key",
  token: "A token of a subscription",
};

/** How an account stands, in a few words. */
export function stateWords({ state, until: at, fault }: Account, now: number): string {
  const left = at === null ? "" : ` ${until(Date.parse(at) - now)}`;
  switch (state) {
    case "usable":
      return "Usable";
    case "limited":
      return `Limited for${left}`;
    case "held":
      return `Left alone for${left}`;
    case "disabled":
      return "Disabled";
    case "faulted":
      return fault === "billing" ? "Not paid for" : "Signed out";
  }
}

export const stateBadge: Readonly<Record<Account["state"], string>> = {
  ...{ usable: "badge badge--go", limited: "badge badge--wait", held: "badge badge--wait" },
  ...{ faulted: "badge badge--stop", disabled: "badge badge--flat" },
};

/** What it runs with: nothing of a secret but its end. */
export function meansWords({ kind, folder, variable, hint, isHere }: Account): string {
  const where = isHere ? "" : ", on another machine";
  if (folder !== null) return `${folder}${where}`;
  if (hint !== null)
    return `${kind === "token" ? "A token" : "A key"} that ends with ${hint}, in ${variable}`;
  return `What the CLI finds by itself${where}`;
}
