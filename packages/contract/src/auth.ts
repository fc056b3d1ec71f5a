import { z } from "zod";
import { Id, Instant, PageQuery, pageOf, Scope } from "./common.ts";
import { defineEvent } from "./event.ts";
import { Role } from "./roles.ts";
import { defineRoute } from "./route.ts";

/** The header that carries a sign-in's second half; the cookie alone opens nothing. */
export const signInHeader = "x-signalbox-sign-in";
/** The cookie with its first half. Each site of a server gives it a name of its own, such as `signalbox_sign_in_7373`. */
export const signInCookie = { name: "signalbox_sign_in", path: "/" } as const;

/** A browser that has just signed in. Its second half is told here alone; the first is the cookie. */
export const NewSignIn = z
  .object({ id: Id, secret: z.string(), scopes: z.array(Scope), expiresAt: Instant })
  .meta({ id: "NewSignIn" });

const LinkSecret = z.string().min(16).max(200);
/** Long enough for any sentence; how short is too short, the server says in words. */
export const Password = z.string().min(1).max(200);
/** What a person types to say who they are: a short name, or an address. Letter case does not matter. */
export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9._@+-]*$/, "must be letters, digits and . _ @ + - without spaces");
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{C}*$/u, "must be printable text");

/** Redeems the secret of a sign-in link: sets the cookie, answers the header's secret. Works once. */
export const signIn = defineRoute({
  method: "POST",
  path: "/api/sign-ins",
  permission: "public",
  summary: "Redeem a sign-in link",
  body: z.object({ secret: LinkSecret }),
  replies: { 201: NewSignIn },
  errors: ["auth.link_invalid"],
});

export const signInWithPassword = defineRoute({
  method: "POST",
  path: "/api/sign-ins/password",
  permission: "public",
  summary: "Sign in with name and password",
  body: z.object({ login: z.string().min(1).max(200), password: Password }),
  replies: { 201: NewSignIn },
  errors: ["auth.password_wrong", "auth.busy"],
});

/** Redeems a link that was made for choosing a password: signs out everywhere else, and in here. Works once. */
export const chooseNewPassword = defineRoute({
  method: "POST",
  path: "/api/sign-ins/new-password",
  permission: "public",
  summary: "Choose a password by a link, and sign in",
  body: z.object({ secret: LinkSecret, password: Password }),
  replies: { 201: NewSignIn },
  errors: ["auth.link_invalid", "auth.password_weak", "auth.busy"],
});

/** What a visitor may try on the sign-in page. */
export const listWaysIn = defineRoute({
  method: "GET",
  path: "/api/ways-in",
  permission: "public",
  summary: "How one signs in here",
  replies: {
    200: z.object({
      /** Somebody has a password. */
      password: z.boolean(),
      /** The login that a trusted proxy says the visitor has, where there is an account for it. */
      identity: z.string().nullable(),
    }),
  },
});

/** Signs in whoever a trusted proxy says it is; the sign-in ends with the proxy's word. */
export const signInByIdentity = defineRoute({
  method: "POST",
  path: "/api/sign-ins/identity",
  permission: "public",
  summary: "Sign in as whom the proxy says",
  replies: { 201: NewSignIn },
  errors: ["auth.no_identity", "auth.watched_agent"],
});

export const Caller = z
  .object({
    kind: z.enum(["sign_in", "api_key"]),
    id: z.string(),
    name: z.string(),
    scopes: z.array(Scope),
    /** Whose sign-in or key it is; null for the key in the server's environment. */
    user: z.object({ id: Id, login: z.string(), name: z.string(), role: Role }).nullable(),
  })
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

/** A fresh sign-in link for another browser of whoever asks: a signed-in person, or the CLI of this machine. */
export const createSignInLink = defineRoute({
  method: "POST",
  path: "/api/sign-in-links",
  permission: "operate",
  summary: "Make a sign-in link",
  replies: { 201: z.object({ url: z.string(), expiresAt: Instant }) },
  errors: ["auth.watched_agent", "auth.link_needs_person"],
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
    owner: z.object({ id: Id, name: z.string() }),
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
    name: PersonName,
    scopes: z.array(Scope).min(1),
    expiresAt: Instant.optional(),
    /** Whose key it will be; without it, of whoever asks. */
    userId: Id.optional(),
  }),
  replies: { 201: z.object({ key: ApiKey, secret: z.string() }) },
  errors: ["auth.answer_needs_sign_in", "auth.scope_not_held", "auth.expiry_past", "auth.user_not_found"],
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
