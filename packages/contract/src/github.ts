import { z } from "zod";
import { Instant } from "./common.ts";
import { defineRoute } from "./route.ts";

/** `owner/name`. */
export const RepositoryName = z
  .string()
  .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, "must be owner/name")
  .refine((name) => !name.split("/").some((part) => /^\.+$/.test(part)), "must be owner/name");

const ApiUrl = z
  .url({ protocol: /^https?$/, message: "must be an address that begins with https:// or http://" })
  .max(300)
  .refine((url) => !/[?#]|:\/\/[^/]*@/.test(url), "must be an address and nothing more")
  .transform((url) => url.replace(/\/+$/, ""));

/** How Signalbox speaks to GitHub. The token is never given back. */
export const GitHubConnection = z
  .object({
    apiUrl: z.string(),
    /** The account that the token is of, or that of the app: `name[bot]`. */
    login: z.string(),
    /** Null where it is connected by a token. */
    appId: z.string().nullable(),
    changedAt: Instant,
  })
  .meta({ id: "GitHubConnection" });
export type GitHubConnection = z.infer<typeof GitHubConnection>;

/** Where an app is installed. */
export const GitHubInstallation = z
  .object({
    id: z.string(),
    account: z.string(),
    hasAll: z.boolean().describe("For all repositories of the account"),
    isSuspended: z.boolean(),
    /** What bots need and it was not given there: `contents: write`. */
    missing: z.array(z.string()),
  })
  .meta({ id: "GitHubInstallation" });
export type GitHubInstallation = z.infer<typeof GitHubInstallation>;

/** What the connection may do now, as GitHub tells it. */
export const GitHubCheck = z
  .object({
    login: z.string(),
    /** Null where the token tells none: fine-grained ones do not. */
    scopes: z.array(z.string()).nullable(),
    /** When the token expires, where GitHub tells it. */
    expiresAt: z.string().nullable(),
    requests: z.object({ limit: z.number().int(), left: z.number().int(), resetsAt: Instant }).nullable(),
    /** The first 100 places of an app; null where it is connected by a token. */
    app: z.object({ name: z.string(), installations: z.array(GitHubInstallation) }).nullable(),
    /** Of the repository that was asked for. */
    repository: z
      .object({
        name: z.string(),
        reads: z.boolean(),
        writes: z.boolean(),
        defaultBranch: z.string(),
      })
      .nullable(),
  })
  .meta({ id: "GitHubCheck" });
export type GitHubCheck = z.infer<typeof GitHubCheck>;

const reachErrors = ["github.refused", "github.rate_limited", "github.unreachable"] as const;

export const getGitHub = defineRoute({
  method: "GET",
  path: "/api/github",
  permission: "read",
  summary: "The connection to GitHub, without its token",
  replies: { 200: z.object({ connection: GitHubConnection.nullable() }) },
});

export const connectGitHub = defineRoute({
  method: "PUT",
  path: "/api/github",
  permission: "admin",
  summary: "Connects to GitHub; a token that GitHub does not take is refused",
  body: z.strictObject({
    apiUrl: ApiUrl.default("https://api.github.com"),
    token: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]{8,500}$/, "must be a token"),
  }),
  replies: { 200: GitHubConnection },
  errors: [...reachErrors, "auth.watched_agent"],
});

export const connectGitHubApp = defineRoute({
  method: "PUT",
  path: "/api/github/app",
  permission: "admin",
  summary: "Connects to GitHub as a GitHub App; a key that GitHub does not take is refused",
  body: z.strictObject({
    apiUrl: ApiUrl.default("https://api.github.com"),
    appId: z
      .string()
      .trim()
      .regex(/^\d{1,15}$/, "must be the number that GitHub calls App ID"),
    privateKey: z
      .string()
      .trim()
      .max(20_000)
      .regex(/^-----BEGIN [A-Z ]*PRIVATE KEY-----/, "must be the content of the .pem file"),
  }),
  replies: { 200: GitHubConnection },
  errors: [...reachErrors, "github.key_invalid", "auth.watched_agent"],
});

export const disconnectGitHub = defineRoute({
  method: "DELETE",
  path: "/api/github",
  permission: "admin",
  summary: "Forgets the connection to GitHub and its token",
  replies: { 204: null },
  errors: ["auth.watched_agent"],
});

export const checkGitHub = defineRoute({
  method: "POST",
  path: "/api/github/check",
  permission: "admin",
  summary: "Asks GitHub whose the token is and what it may do, and in one repository where that is named",
  body: z.strictObject({ repository: RepositoryName.optional() }),
  replies: { 200: GitHubCheck },
  errors: [...reachErrors, "github.not_connected", "github.not_installed"],
});
