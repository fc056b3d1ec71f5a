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
    /** The account that the token is of. */
    login: z.string(),
    changedAt: Instant,
  })
  .meta({ id: "GitHubConnection" });
export type GitHubConnection = z.infer<typeof GitHubConnection>;

/** What the connection may do now, as GitHub tells it. */
export const GitHubCheck = z
  .object({
    login: z.string(),
    /** Null where the token tells none: fine-grained ones do not. */
    scopes: z.array(z.string()).nullable(),
    /** When the token expires, where GitHub tells it. */
    expiresAt: z.string().nullable(),
    requests: z.object({ limit: z.number().int(), left: z.number().int(), resetsAt: Instant }).nullable(),
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
  errors: [...reachErrors, "github.not_connected"],
});
