import type { Account, AccountKind, AccountWindow } from "@signalbox/contract/accounts";
import { moment, until } from "../../lib/format.ts";

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

const windowNames: Readonly<Record<string, string | undefined>> = {
  five_hour: "5 hours",
  seven_day: "Week",
  seven_day_opus: "Week, Opus",
  seven_day_sonnet: "Week, Sonnet",
  overage: "Beyond the plan",
};

/** As people call it; one that is not known, as its CLI does. */
export const windowName = ({ name }: AccountWindow): string => windowNames[name] ?? name.replaceAll("_", " ");

/** How much of a window was used when its CLI told of it last, and when it is over. */
export function windowWords({ usedPercent, isMet, isOver, resetsAt, toldAt }: AccountWindow, now: number) {
  const told = `told ${moment(toldAt, now)}`;
  const isPast = isOver || (resetsAt !== null && Date.parse(resetsAt) <= now);
  if (isPast) return `over since ${moment(resetsAt ?? toldAt, now)}, nothing is known of the next; ${told}`;
  const used = usedPercent === null ? null : `${usedPercent} % used`;
  const met = isMet ? "limit met" : null;
  const left = resetsAt === null ? null : `over in ${until(Date.parse(resetsAt) - now)}`;
  const words = [used, met, left].filter((word) => word !== null).join(", ");
  return `${words === "" ? "how much is used is not told" : words}; ${told}`;
}
