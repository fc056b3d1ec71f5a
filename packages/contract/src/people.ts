import { z } from "zod";
import { Login, Password, PersonName } from "./auth.ts";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { Role } from "./roles.ts";
import { defineRoute } from "./route.ts";

export const User = z
  .object({
    id: Id,
    login: z.string(),
    name: z.string(),
    role: Role,
    /** Whoever has the machine that Signalbox runs on: this account can't be disabled, nor be less than an admin. */
    hasMachine: z.boolean(),
    hasPassword: z.boolean(),
    createdAt: Instant,
    lastSeenAt: Instant.nullable(),
    disabledAt: Instant.nullable(),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

/** A link that lets its bearer choose a password, once. */
export const PasswordLink = z.object({ url: z.string(), expiresAt: Instant }).meta({ id: "PasswordLink" });
export type PasswordLink = z.infer<typeof PasswordLink>;

const userParams = z.object({ userId: Id });

export const listUsers = defineRoute({
  method: "GET",
  path: "/api/users",
  permission: "admin",
  summary: "Accounts, by their login",
  query: PageQuery,
  replies: { 200: pageOf(User) },
  errors: ["request.cursor_invalid"],
});

export const createUser = defineRoute({
  method: "POST",
  path: "/api/users",
  permission: "admin",
  summary:
    "Make an account, with a password or a link to choose one; a key of a program makes it without either",
  body: z.object({
    login: Login,
    name: PersonName.optional(),
    role: Role,
    /** Without it, the answer holds a link with which the person chooses one, but for a key of a program. */
    password: Password.optional(),
  }),
  replies: { 201: z.object({ user: User, link: PasswordLink.nullable() }) },
  errors: ["auth.login_taken", "auth.password_weak", "auth.busy", "auth.password_needs_person"],
});

export const changeUser = defineRoute({
  method: "PATCH",
  path: "/api/users/:userId",
  permission: "admin",
  summary: "Change an account, disable it, or enable it again",
  params: userParams,
  body: z.object({
    login: Login.optional(),
    name: PersonName.optional(),
    role: Role.optional(),
    disabled: z.boolean().optional(),
  }),
  replies: { 200: User },
  errors: ["auth.user_not_found", "auth.login_taken", "auth.machine_account_stays"],
});

export const setUserPassword = defineRoute({
  method: "PUT",
  path: "/api/users/:userId/password",
  permission: "admin",
  summary: "Give an account a password; ends its sign-ins",
  params: userParams,
  body: z.object({ password: Password }),
  replies: { 204: null },
  errors: ["auth.user_not_found", "auth.password_weak", "auth.busy", "auth.password_needs_person"],
});

export const createPasswordLink = defineRoute({
  method: "POST",
  path: "/api/users/:userId/password-links",
  permission: "admin",
  summary: "Make a link with which a person chooses a new password; voids earlier ones",
  params: userParams,
  replies: { 201: PasswordLink },
  errors: ["auth.user_not_found", "auth.password_needs_person"],
});

/** The account of whoever asks. */
export const getAccount = defineRoute({
  method: "GET",
  path: "/api/account",
  permission: "read",
  summary: "One's own account",
  replies: { 200: User },
  errors: ["auth.needs_sign_in"],
});

export const changeAccount = defineRoute({
  method: "PATCH",
  path: "/api/account",
  permission: "read",
  summary: "Change one's own login or name",
  body: z.object({ login: Login.optional(), name: PersonName.optional() }),
  replies: { 200: User },
  errors: ["auth.needs_sign_in", "auth.login_is_proxys", "auth.login_taken"],
});

export const changeOwnPassword = defineRoute({
  method: "PUT",
  path: "/api/account/password",
  permission: "read",
  summary: "Change one's own password; signs out everywhere else",
  body: z.object({
    /** Needed where there is one. */
    current: Password.optional(),
    password: Password,
  }),
  replies: { 204: null },
  errors: [
    "auth.needs_sign_in",
    "auth.password_wrong",
    "auth.password_weak",
    "auth.busy",
    "request.rate_limited",
  ],
});

export const SignIn = z
  .object({
    id: Id,
    userId: Id,
    /** The browser, as a person would call it: `Firefox on Linux`. */
    name: z.string(),
    way: z.enum(["link", "password", "identity"]),
    address: z.string().nullable(),
    createdAt: Instant,
    lastSeenAt: Instant,
    expiresAt: Instant,
    /** It is the one that asks. */
    current: z.boolean(),
  })
  .meta({ id: "SignIn" });
export type SignIn = z.infer<typeof SignIn>;

const ofUser = z.object({
  /** Whose; without it, of whoever asks. Others' are for admins. */
  userId: Id.optional(),
});

export const listSignIns = defineRoute({
  method: "GET",
  path: "/api/sign-ins",
  permission: "read",
  summary: "Where a person is signed in, newest first",
  query: PageQuery.extend(ofUser.shape),
  replies: { 200: pageOf(SignIn) },
  errors: ["auth.needs_sign_in", "auth.not_yours", "request.cursor_invalid"],
});

export const endSignIn = defineRoute({
  method: "DELETE",
  path: "/api/sign-ins/:signInId",
  permission: "read",
  summary: "Sign one browser out",
  params: z.object({ signInId: Id }),
  replies: { 204: null },
  errors: ["auth.needs_sign_in", "auth.sign_in_not_found"],
});

export const endSignIns = defineRoute({
  method: "DELETE",
  path: "/api/sign-ins",
  permission: "read",
  summary: "Sign out everywhere",
  query: ofUser.extend({
    /** `true` leaves the browser that asks signed in. */
    keepThis: z.enum(["true", "false"]).optional(),
  }),
  replies: { 200: z.object({ ended: z.number().int() }) },
  errors: ["auth.needs_sign_in", "auth.not_yours"],
});

const userEvent = <const T extends string, S extends z.ZodRawShape>(type: T, summary: string, data: S) =>
  defineEvent({
    type,
    version: 1,
    producer: "auth",
    consumers: ["web app", "auth"],
    summary,
    data: z.object({ userId: Id, ...data }),
  });

export const userCreated = userEvent("user.created", "An account was made", { role: Role });
export const userChanged = userEvent("user.changed", "An account's login, name or role changed", {
  role: Role,
});
export const userDisabled = userEvent(
  "user.disabled",
  "An account was disabled; its keys and sign-ins ended",
  { role: Role },
);
export const userEnabled = userEvent("user.enabled", "A disabled account was enabled again", { role: Role });
export const userPasswordChanged = userEvent("user.password_changed", "An account has a new password", {});
