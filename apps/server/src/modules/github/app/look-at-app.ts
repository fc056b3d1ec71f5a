import type { GitHubInstallation } from "@signalbox/contract/github";
import type { Clock } from "../../../kernel/clock.ts";
import type { Ask } from "../asking/ask.ts";
import { type App, asApp } from "./app-token.ts";

/** What bots do needs these. */
export const neededPermissions = {
  contents: "write",
  issues: "write",
  pull_requests: "write",
  statuses: "write",
  metadata: "read",
} as const;

/** Beyond that nobody looks through them. */
const mostInstallations = 100;

export interface FoundApp {
  slug: string;
  name: string;
  installations: GitHubInstallation[];
}

/** What an app is, where it is installed, and what it may not do there though bots need it. */
export const lookAtApp = (ask: Ask, clock: Clock, one: App): Promise<FoundApp> =>
  ask(asApp(one, clock.now()), async (github) => {
    const { data: app } = await github.request("GET /app");
    const { data: all } = await github.request("GET /app/installations", { per_page: mostInstallations });
    const installations = all.map(({ id, account, repository_selection, suspended_at, permissions }) => ({
      id: String(id),
      account: account !== null && "login" in account ? String(account.login) : "",
      hasAll: repository_selection === "all",
      isSuspended: suspended_at !== null && suspended_at !== undefined,
      missing: missingOf(permissions),
    }));
    return { slug: app?.slug ?? "", name: app?.name ?? "", installations };
  });

const ranks = ["none", "read", "write", "admin"];

const missingOf = (granted: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(neededPermissions)
    .filter(([name, needed]) => ranks.indexOf(String(granted[name] ?? "none")) < ranks.indexOf(needed))
    .map(([name, needed]) => `${name}: ${needed}`);
