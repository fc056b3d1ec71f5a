import { z } from "zod";
import { Id, Instant, PageQuery, pageOf, Scope } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

/** The header that carries a sign-in's second half; the cookie alone opens nothing. */
export const signInHeader = "x-signalbox-sign-in";
/** The cookie with its first half. Each site of a server gives it a name of its own, such as `signalbox_sign_in_7373`. */
export const signInCookie = { name: "signalbox_sign_in", path: "/" } as const;

/** Redeems the secret of a sign-in link: sets the cookie, answers the header's secret. Works once. */
export const signIn = defineRoute({
  method: "POST",
  path: "/api/sign-ins",
  permission: "public",
  summary: "Redeem a sign-in link",
  body: z.object({ secret: z.string().min(16).max(200) }),
  replies: { 201: z.object({ id: Id, secret: z.string(), scopes: z.array(Scope), expiresAt: Instant }) },
  errors: ["auth.link_invalid"],
});

export const Caller = z
  .object({ kind: z.enum(["sign_in", "api_key"]), id: z.string(), name: z.string(), scopes: z.array(Scope) })
  .meta({ id: "Caller" });
export type Caller = z.infer<typeof Caller>;

export const getCaller = defineRoute({
  method: "GET",
  path: "/api/caller",
  permission: "read",
  summary: "Who is asking, and what they may do",
  replies: { 200: Caller },
});

export const signOut = defineRoute({
  method: "DELETE",
  path: "/api/sign-ins/current",
  permission: "read",
  summary: "Sign out of this browser",
  replies: { 204: null },
});

/** A fresh sign-in link for the operator's browser. */
export const createSignInLink = defineRoute({
  method: "POST",
  path: "/api/sign-in-links",
  permission: "operate",
  summary: "Make a sign-in link",
  replies: { 201: z.object({ url: z.string(), expiresAt: Instant }) },
  errors: ["auth.watched_agent"],
});

/** A one-use ticket of 30 s that opens a stream, or a page such as `/docs`, as `?ticket=`. */
export const createTicket = defineRoute({
  method: "POST",
  path: "/api/tickets",
  permission: "read",
  summary: "Make a one-use ticket for a stream",
  replies: { 201: z.object({ ticket: z.string(), expiresAt: Instant }) },
});

export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    /** The key's first characters, to tell keys apart. */
    prefix: z.string(),
    scopes: z.array(Scope),
    createdAt: Instant,
    expiresAt: Instant.nullable(),
    lastUsedAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

/** What the keys are called that Signalbox makes for its own programs. */
export const ownKeyNames = { cli: "The CLI on this machine", hooks: "Hooks on this machine" } as const;

export const listApiKeys = defineRoute({
  method: "GET",
  path: "/api/keys",
  permission: "admin",
  summary: "API keys, newest first",
  query: PageQuery,
  replies: { 200: pageOf(ApiKey) },
  errors: ["request.cursor_invalid"],
});

export const createApiKey = defineRoute({
  method: "POST",
  path: "/api/keys",
  permission: "admin",
  summary: "Make an API key; its secret is shown only here",
  body: z.object({
    name: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .regex(/^\P{C}*$/u, "must be printable text"),
    scopes: z.array(Scope).min(1),
    expiresAt: Instant.optional(),
  }),
  replies: { 201: z.object({ key: ApiKey, secret: z.string() }) },
  errors: ["auth.answer_needs_sign_in", "auth.scope_not_held", "auth.expiry_past"],
});

export const revokeApiKey = defineRoute({
  method: "DELETE",
  path: "/api/keys/:keyId",
  permission: "admin",
  summary: "Revoke an API key",
  params: z.object({ keyId: Id }),
  replies: { 204: null },
  errors: ["auth.key_not_found"],
});

const authEvent = <const T extends string, S extends z.ZodRawShape>(type: T, summary: string, data: S) =>
  defineEvent({ type, version: 1, producer: "auth", consumers: ["web app"], summary, data: z.object(data) });

export const signInCreated = authEvent("sign_in.created", "A browser signed in", { signInId: Id });
export const signInEnded = authEvent("sign_in.ended", "A browser signed out", { signInId: Id });
export const apiKeyCreated = authEvent("api_key.created", "An API key was made", {
  keyId: Id,
  name: z.string(),
  scopes: z.array(Scope),
});
export const apiKeyRevoked = authEvent("api_key.revoked", "An API key was revoked", { keyId: Id });
