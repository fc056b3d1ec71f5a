import { z } from "zod";
import { BotBackend, namesItsProgram } from "./chain.ts";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { ErrorClass } from "./executions.ts";
import { defineRoute } from "./route.ts";

/** `machine`: what the CLI finds there by itself. `folder`: a folder that it keeps a sign-in in. `key` and `token`: a secret. */
export const accountKinds = ["machine", "folder", "key", "token"] as const;
export const AccountKind = z.enum(accountKinds).meta({ id: "AccountKind" });
export type AccountKind = z.infer<typeof AccountKind>;

/** Of CLIs that know keys of several providers: those that may be given to them. */
export const keyVariables = {
  opencode: ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY"],
  goose: ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY", "OPENROUTER_API_KEY"],
} as const;

/** The keys that a CLI may be given; null where it knows one alone. */
export const keyVariablesOf = (backend: BotBackend): readonly string[] | null =>
  backend === "opencode" || backend === "goose" ? keyVariables[backend] : null;

/** The name of a variable of the environment. */
const Variable = z.string().regex(/^[A-Z_][A-Z0-9_]{0,99}$/, "must be a name in capital letters");

const isText = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text);
const Name = z.string().trim().min(1).max(100).refine(isText, "must be text");
const Folder = z
  .string()
  .trim()
  .max(1_000)
  .regex(/^\//, "must be an absolute path")
  .refine((path) => isText(path) && !path.split("/").includes(".."), "must be an absolute path");
const Secret = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{8,1000}$/, "must be a key or a token: 8 characters or more, and no spaces");

/** Why it can't be used until a person does something. */
export const AccountFault = z.enum(["authentication", "billing"]).meta({ id: "AccountFault" });
export type AccountFault = z.infer<typeof AccountFault>;

/** `held`: its backend fails again and again and is left alone for a while. */
export const AccountState = z
  .enum(["usable", "limited", "held", "faulted", "disabled"])
  .meta({ id: "AccountState" });
export type AccountState = z.infer<typeof AccountState>;

/** A window of time in which a plan lets so much be used, as the CLI told of it last. */
export const AccountWindow = z
  .object({
    /** As the CLI calls it, such as `five_hour` and `seven_day`. */
    name: z.string(),
    /** Null where the CLI did not say so, and where it is over. */
    usedPercent: z.number().int().nullable(),
    isMet: z.boolean(),
    /** Its end has passed: nothing is known of the one that followed. */
    isOver: z.boolean(),
    resetsAt: Instant.nullable(),
    toldAt: Instant,
  })
  .meta({ id: "AccountWindow" });
export type AccountWindow = z.infer<typeof AccountWindow>;

/** A login or a key of a CLI. Its secret is never given back. */
export const Account = z
  .object({
    id: Id,
    backend: BotBackend,
    /** Whose it is, where that is a program. */
    programId: Id.nullable(),
    name: z.string(),
    kind: AccountKind,
    /** Null where it may be used on any. */
    hostId: Id.nullable(),
    /** It may be used on the machine of the server that was asked. */
    isHere: z.boolean(),
    folder: z.string().nullable(),
    /** Which variable of the environment carries its secret. */
    variable: z.string().nullable(),
    /** The last four characters of its secret. */
    hint: z.string().nullable(),
    /** Taken before others. */
    isDefault: z.boolean(),
    enabled: z.boolean(),
    state: AccountState,
    /** When it may be used again, or is tried; null where it may be used now, or a person must do something. */
    until: Instant.nullable(),
    limitReason: z.string().nullable(),
    fault: AccountFault.nullable(),
    faultAt: Instant.nullable(),
    windows: z.array(AccountWindow),
    lastUsedAt: Instant.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: "Account" });
export type Account = z.infer<typeof Account>;

const of = {
  backend: BotBackend,
  programId: Id.optional().describe("Which program, where the CLI is one"),
};
const common = { name: Name, isDefault: z.boolean().default(false) };

/** What says how programs are found and begun is no key. */
const noKeys = /^(?:PATH|HOME|SHELL|IFS|ENV|LD_.*|DYLD_.*|NODE_.*|BASH_.*|PYTHON.*|SIGNALBOX_.*)$/;

function faultOfVariable(backend: BotBackend, variable: string | undefined): string | null {
  if (backend === "program")
    return variable === undefined || noKeys.test(variable) ? "must name the variable that carries it" : null;
  const known = keyVariablesOf(backend);
  if (known === null) return variable === undefined ? null : "is for opencode, goose and programs";
  return known.some((one) => one === variable) ? null : `must say which key it is: ${known.join(", ")}`;
}

/** What is written of a new one. A folder, and the machine's own sign-in, are of the machine of the server that is asked. */
export const NewAccount = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("machine"), ...of, ...common }),
    z.strictObject({ kind: z.literal("folder"), ...of, folder: Folder, ...common }),
    z.strictObject({
      kind: z.literal("key"),
      ...of,
      secret: Secret,
      variable: Variable.optional().describe("Which key it is; for opencode, goose and programs"),
      ...common,
    }),
    z.strictObject({ kind: z.literal("token"), backend: z.literal("claude"), secret: Secret, ...common }),
  ])
  .superRefine((given, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (given.kind !== "token" && !namesItsProgram(given))
      issue("programId", "says which program, where the CLI is `program`");
    if (given.kind === "folder" && given.backend === "program")
      issue("kind", "is for CLIs that have a folder");
    if (given.kind !== "key") return;
    const fault = faultOfVariable(given.backend, given.variable);
    if (fault !== null) issue("variable", fault);
  })
  .meta({ id: "NewAccount" });
export type NewAccount = z.infer<typeof NewAccount>;

/** What is not given stays. */
export const AccountChange = z
  .strictObject({
    name: Name.optional(),
    isDefault: z.boolean().optional(),
    enabled: z.boolean().optional(),
    secret: Secret.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "must change something")
  .meta({ id: "AccountChange" });
export type AccountChange = z.infer<typeof AccountChange>;

/** What became of a small prompt to the model. */
export const AccountCheck = z
  .object({
    ok: z.boolean(),
    errorClass: ErrorClass.nullable(),
    /** Why it failed, in a sentence; null where it did not. */
    reason: z.string().nullable(),
    /** Of the CLI; null where it did not tell. */
    version: z.string().nullable(),
    tookMs: z.number().int(),
  })
  .meta({ id: "AccountCheck" });
export type AccountCheck = z.infer<typeof AccountCheck>;

const AccountId = z.object({ accountId: Id });
const errors = ["accounts.not_found", "auth.watched_agent"] as const;

export const listAccounts = defineRoute({
  method: "GET",
  path: "/api/accounts",
  permission: "read",
  summary: "Accounts of the CLIs, by CLI and name, without their secrets",
  query: PageQuery,
  replies: { 200: pageOf(Account) },
  errors: ["request.cursor_invalid"],
});

export const createAccount = defineRoute({
  method: "POST",
  path: "/api/accounts",
  permission: "admin",
  summary: "Adds an account",
  body: NewAccount,
  replies: { 201: Account },
  errors: [
    "accounts.name_taken",
    "accounts.machine_taken",
    "accounts.too_many",
    "programs.not_found",
    "auth.watched_agent",
  ],
});

export const changeCliAccount = defineRoute({
  method: "PATCH",
  path: "/api/accounts/:accountId",
  permission: "admin",
  summary: "Changes an account; a new secret clears what was wrong with the last",
  params: AccountId,
  body: AccountChange,
  replies: { 200: Account },
  errors: [...errors, "accounts.name_taken", "accounts.no_secret"],
});

export const removeAccount = defineRoute({
  method: "DELETE",
  path: "/api/accounts/:accountId",
  permission: "admin",
  summary: "Removes an account and forgets its secret",
  params: AccountId,
  replies: { 204: null },
  errors: [...errors, "accounts.only_one"],
});

export const checkAccount = defineRoute({
  method: "POST",
  path: "/api/accounts/:accountId/check",
  permission: "admin",
  summary: "Runs the CLI with a small prompt, for 60 seconds at most, and notes what became of it",
  params: AccountId,
  replies: { 200: AccountCheck },
  errors: [...errors, "accounts.elsewhere", "accounts.program_missing"],
});

export const clearAccountLimit = defineRoute({
  method: "POST",
  path: "/api/accounts/:accountId/clear-limit",
  permission: "admin",
  summary: "Takes an account for usable again before its limit is over",
  params: AccountId,
  replies: { 200: Account },
  errors,
});

const accountEvent = <const T extends string, S extends z.ZodObject>(type: T, summary: string, data: S) =>
  defineEvent({ ...{ type, version: 1, producer: "accounts", consumers: ["web app"], summary }, data });
const About = { accountId: Id, backend: BotBackend };

export const accountLimited = accountEvent(
  "account.limited",
  "An account met a limit of its plan: it is left alone until that is over",
  z.object({ ...About, until: Instant }),
);
export const accountFaulted = accountEvent(
  "account.faulted",
  "An account is signed out or not paid for: a person must do something",
  z.object({ ...About, fault: AccountFault }),
);
export const accountRecovered = accountEvent(
  "account.recovered",
  "An account that was faulted works again, or was given anew",
  z.object(About),
);

export const accountEvents = [accountLimited, accountFaulted, accountRecovered] as const;
