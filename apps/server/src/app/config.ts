import { existsSync, readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { WatchedBackend } from "@signalbox/contract/common";
import { defaultHome } from "@signalbox/state-folder/home";
import { z } from "zod";
import { AppError } from "../kernel/errors.ts";
import type { TrustedProxies } from "../platform/http/client.ts";
import type { Site } from "../platform/http/sites.ts";
import { type AllowedNetworks, noNetworks } from "../platform/outbound/allowed-address.ts";
import type { TracingConfig } from "../platform/tracing/tracing-config.ts";
import { launchEnvironment } from "./launch-environment.ts";
import { observingVariables, type SentryConfig, sentryOf, tracingOf } from "./observing.ts";
import { Networks, noProxies, Proxies, PublicSites } from "./public-address.ts";
import { withSecretFiles } from "./secret-files.ts";

const repository = resolve(import.meta.dirname, "../../../..");
const roles = ["all", "api", "worker"] as const;

/** What one running process of Signalbox does: everything, answer requests, or work behind them. */
export type Role = (typeof roles)[number];

const Port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a number from 0 to 65535")
  .transform(Number)
  .refine((port) => port <= 65_535, "must be a number from 0 to 65535");

const numberFrom = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be a number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `must be a number from ${least} to ${most}`);

/** Every variable there is; `.env.example` says the same to people. */
export const Environment = z.object({
  /** The state folder. */
  SIGNALBOX_HOME: z.string().min(1, "must not be empty").optional(),
  /** 0 takes a free one, as a worker does where none is named. */
  SIGNALBOX_PORT: Port.optional(),
  SIGNALBOX_ROLE: z.enum(roles, `must be one of ${roles.join(", ")}`).default("all"),
  SIGNALBOX_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, "must be an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them")
    .default("127.0.0.1"),
  /** Where people find it, separated by commas; the first is the one that links lead to. */
  SIGNALBOX_PUBLIC_URL: PublicSites.default([]),
  /** Addresses and ranges of the proxies in front of it, separated by commas. */
  SIGNALBOX_TRUSTED_PROXIES: Proxies.default(noProxies),
  /** The header in which those proxies name the login of whoever asks. */
  SIGNALBOX_IDENTITY_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, "must be the name of a header, such as Remote-User or Tailscale-User-Login")
    .transform((name) => name.toLowerCase())
    .optional(),
  /** What becomes of a login without an account. */
  SIGNALBOX_IDENTITY_STRANGERS: z.enum(["refused", "viewer"]).default("refused"),
  /** The PostgreSQL server that keeps everything; without it, the database is embedded in the state folder. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\//, "must begin with postgres://")
    .refine((text) => URL.canParse(text), "must be a URL: postgres://user:password@host:port/database")
    .optional(),
  /** Redis, through which nodes tell one another of events; without it they do so through PostgreSQL. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, "must begin with redis:// or rediss://")
    .refine((text) => URL.canParse(text), "must be a URL: redis://user:password@host:port/0")
    .optional(),
  /** A bootstrap API key for automation, with every scope but `answer`. */
  SIGNALBOX_ADMIN_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, "must be 8 to 200 characters without spaces")
    .optional(),
  /** The password of the account `operator`, at a start at which no account has one. */
  SIGNALBOX_FIRST_PASSWORD: z.string().max(200, "must be at most 200 characters").optional(),
  SIGNALBOX_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  /** How large a file of the log grows, in megabytes, and how old, in days, before it is put aside. */
  SIGNALBOX_LOG_FILE_MB: numberFrom(1, 1_000).default(10),
  SIGNALBOX_LOG_FILE_DAYS: numberFrom(1, 365).default(7),
  /** How many files there are, with the one that is written. */
  SIGNALBOX_LOG_FILES: numberFrom(2, 100).default(5),
  /** For how many days is kept what grows; retention removes the rest. */
  SIGNALBOX_KEEP_EVENTS_DAYS: numberFrom(1, 3_650).default(90),
  SIGNALBOX_KEEP_SIGNALS_DAYS: numberFrom(1, 3_650).default(30),
  /** Agents, from their end on. */
  SIGNALBOX_KEEP_AGENTS_DAYS: numberFrom(1, 36_500).default(365),
  SIGNALBOX_KEEP_LAUNCHES_DAYS: numberFrom(1, 36_500).default(90),
  SIGNALBOX_KEEP_EXECUTIONS_DAYS: numberFrom(1, 36_500).default(365),
  SIGNALBOX_KEEP_EXECUTION_LOGS_DAYS: numberFrom(1, 36_500).default(30),
  SIGNALBOX_KEEP_DELIVERIES_DAYS: numberFrom(1, 36_500).default(30),
  SIGNALBOX_KEEP_AUDIT_DAYS: numberFrom(1, 36_500).default(365),
  SIGNALBOX_KEEP_NOTIFICATIONS_DAYS: numberFrom(1, 3_650).default(30),
  SIGNALBOX_KEEP_JOBS_DAYS: numberFrom(1, 3_650).default(14),
  SIGNALBOX_KEEP_FAILED_JOBS_DAYS: numberFrom(1, 3_650).default(90),
  SIGNALBOX_KEEP_SIGN_INS_DAYS: numberFrom(1, 3_650).default(30),
  /** Where exports and backups lie, where that is not the state folder: a folder that nodes share. */
  SIGNALBOX_FILES: z.string().min(1, "must not be empty").optional(),
  SIGNALBOX_KEEP_EXPORTS_DAYS: numberFrom(1, 3_650).default(7),
  /** How many backups there are before the oldest goes. */
  SIGNALBOX_KEEP_BACKUPS: numberFrom(1, 1_000).default(7),
  /** Where Claude Code keeps its settings, where that is not ~/.claude. */
  CLAUDE_CONFIG_DIR: z.string().min(1).optional(),
  /** Where Codex keeps its settings, where that is not ~/.codex. */
  CODEX_HOME: z.string().min(1).optional(),
  /** The folder that Gemini CLI takes for the home folder: its settings are in .gemini there. */
  GEMINI_CLI_HOME: z.string().min(1).optional(),
  /** The folder in which OpenCode has its own, where that is not ~/.config. */
  XDG_CONFIG_HOME: z.string().min(1).optional(),
  /** The folder in which OpenCode has its data, where that is not ~/.local/share. */
  XDG_DATA_HOME: z.string().min(1).optional(),
  /** The database of OpenCode, where it is not opencode.db among its data. */
  OPENCODE_DB: z.string().min(1).optional(),
  /** After how many hours without a word an agent is over of which neither process nor pane is known. */
  SIGNALBOX_SILENT_HOURS: numberFrom(1, 8_760).default(24),
  /** How many days of earlier sessions are imported after a start; 0 for none. */
  SIGNALBOX_IMPORT_DAYS: numberFrom(0, 365).default(7),
  /** Sockets of tmux servers, separated by commas. */
  SIGNALBOX_TMUX_SOCKETS: z
    .string()
    .transform((text) => text.split(",").map((path) => path.trim()))
    .refine((paths) => paths.every(isAbsolute), "must be paths from the root on, separated by commas")
    .optional(),
  /** How many agents that Signalbox started may run at once. */
  SIGNALBOX_LAUNCHES: numberFrom(0, 500).default(10),
  SIGNALBOX_EXECUTIONS: numberFrom(0, 500).default(4),
  /** Folders in which agents are started beside those of projects, separated by commas; the home folder if none. */
  SIGNALBOX_LAUNCH_FOLDERS: z
    .string()
    .transform((text) => text.split(",").map((path) => path.trim()))
    .refine((paths) => paths.every(isAbsolute), "must be paths from the root on, separated by commas")
    .optional(),
  /** Names of further variables that started agents find in their environment, separated by commas. */
  SIGNALBOX_LAUNCH_ENV: z
    .string()
    .transform((text) => text.split(",").map((name) => name.trim()))
    .refine(
      (names) => names.every((name) => /^\w+$/.test(name)),
      "must be names of variables, separated by commas",
    )
    .default([]),
  /** Where tmux keeps its sockets, where that is not /tmp. */
  TMUX_TMPDIR: z.string().min(1).optional(),
  /** Networks that notifications may be sent to though they are not the public internet's, separated by commas. */
  SIGNALBOX_OUTBOUND_NETWORKS: Networks.default(noNetworks),
  /** Where the keys of notifications lie, where that is not the state folder: nodes that send need the same. */
  SIGNALBOX_NOTIFICATION_KEYS: z.string().min(1, "must not be empty").optional(),
  SIGNALBOX_VAULT: z.string().min(1, "must not be empty").optional(),
  PATH: z.string().default(""),
  ...observingVariables,
});

/** For how many days things are kept, and how many backups. */
export interface Keep {
  eventDays: number;
  signalDays: number;
  agentDays: number;
  launchDays: number;
  executionDays: number;
  executionLogDays: number;
  deliveryDays: number;
  auditDays: number;
  notificationDays: number;
  jobDays: number;
  failedJobDays: number;
  signInDays: number;
  exportDays: number;
  backups: number;
}

export interface Config {
  home: string;
  /** Where exports and backups lie. */
  filesFolder: string;
  role: Role;
  /** Where PostgreSQL is; with a password in it, so never to be told. */
  databaseUrl: string | undefined;
  /** Where Redis is, likewise. */
  redisUrl: string | undefined;
  host: string;
  port: number;
  /** Addresses at which people find it, beside those that it listens on; links lead to the first. */
  publicSites: readonly Site[];
  trustedProxies: TrustedProxies;
  /** The header in which trusted proxies name a login, where one does. */
  identity: { header: string; createsViewers: boolean } | undefined;
  adminKey: string | undefined;
  firstPassword: string | undefined;
  logLevel: z.infer<typeof Environment>["SIGNALBOX_LOG_LEVEL"];
  /** How files of the log are put aside. */
  logFiles: { largestBytes: number; longestMs: number; kept: number };
  keep: Keep;
  /** Where each CLI keeps its settings. */
  cliFolders: Record<WatchedBackend, string>;
  /** The databases of the CLIs that keep all sessions in one. */
  cliStores: Partial<Record<WatchedBackend, string>>;
  tmuxSockets: readonly string[];
  /** The socket that tmux takes where it is told none. */
  usualTmuxSocket: string;
  launches: {
    most: number;
    folders: readonly string[];
    /** What started agents find in their environment. */
    environment: Readonly<Record<string, string>>;
  };
  /** After how long an agent of which neither process nor pane is known is over. */
  silentMs: number;
  /** How many executions of bots run here at once. */
  executions: number;
  /** How many days of earlier sessions are imported after a start. */
  importDays: number;
  /** Networks that what people typed in may lead to, though they are not the public internet's. */
  outboundNetworks: AllowedNetworks;
  /** Where the keys of notifications lie. */
  notificationKeys: string;
  /** Where the key lies that secrets in the database are encrypted with. */
  vault: string;
  /** Where traces go. */
  tracing: TracingConfig | undefined;
  /** Where errors are reported to. */
  sentry: SentryConfig | undefined;
  /** Where the program itself lies. */
  programFolder: string;
  /** Where programs are looked for. */
  path: string;
  /** The built web app. */
  webFolder: string;
  /** Plays recordings onto a board of its own instead of watching this machine. */
  demo: boolean;
  version: string;
}

const options = {
  port: { type: "string" },
  role: { type: "string" },
  demo: { type: "boolean", default: false },
} as const;

/**
 * Reads the environment and the command line; the only place that does.
 * @throws AppError `config.invalid` with every fault
 */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Config {
  const flags = readFlags(args);
  const said = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const { env: given, faults } = withSecretFiles(said);
  if (flags.port !== undefined) given.SIGNALBOX_PORT = flags.port;
  if (flags.role !== undefined) given.SIGNALBOX_ROLE = flags.role;
  const parsed = Environment.safeParse(given);
  if (!parsed.success)
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`));
  if (!parsed.success || faults.length > 0) throw invalid(faults);
  const found = parsed.data;
  const version = readVersion();
  const role = found.SIGNALBOX_ROLE;
  const databaseUrl = flags.demo ? undefined : found.DATABASE_URL;
  if (role !== "all" && databaseUrl === undefined) throw invalid([`SIGNALBOX_ROLE ${role} ${needsServer}`]);
  const home = resolve(found.SIGNALBOX_HOME ?? defaultHome(env));
  return {
    home,
    filesFolder: resolve(found.SIGNALBOX_FILES ?? home),
    role,
    databaseUrl,
    // One process has nobody to tell.
    redisUrl: databaseUrl === undefined ? undefined : found.REDIS_URL,
    host: found.SIGNALBOX_HOST,
    publicSites: found.SIGNALBOX_PUBLIC_URL,
    trustedProxies: found.SIGNALBOX_TRUSTED_PROXIES,
    port: found.SIGNALBOX_PORT ?? (role === "worker" ? 0 : 7373),
    identity:
      found.SIGNALBOX_IDENTITY_HEADER === undefined
        ? undefined
        : {
            header: found.SIGNALBOX_IDENTITY_HEADER,
            createsViewers: found.SIGNALBOX_IDENTITY_STRANGERS === "viewer",
          },
    adminKey: found.SIGNALBOX_ADMIN_KEY,
    firstPassword: found.SIGNALBOX_FIRST_PASSWORD,
    logLevel: found.SIGNALBOX_LOG_LEVEL,
    logFiles: {
      largestBytes: found.SIGNALBOX_LOG_FILE_MB * 1024 * 1024,
      longestMs: found.SIGNALBOX_LOG_FILE_DAYS * 24 * 60 * 60 * 1_000,
      kept: found.SIGNALBOX_LOG_FILES - 1,
    },
    keep: keepOf(found),
    cliFolders: cliFoldersOf(found),
    cliStores: cliStoresOf(found),
    tmuxSockets: found.SIGNALBOX_TMUX_SOCKETS ?? [defaultTmuxSocket(found.TMUX_TMPDIR)],
    usualTmuxSocket: defaultTmuxSocket(found.TMUX_TMPDIR),
    launches: {
      most: found.SIGNALBOX_LAUNCHES,
      folders: found.SIGNALBOX_LAUNCH_FOLDERS ?? [homedir()],
      environment: launchEnvironment(env, found.SIGNALBOX_LAUNCH_ENV),
    },
    executions: found.SIGNALBOX_EXECUTIONS,
    silentMs: found.SIGNALBOX_SILENT_HOURS * 60 * 60 * 1_000,
    importDays: found.SIGNALBOX_IMPORT_DAYS,
    outboundNetworks: found.SIGNALBOX_OUTBOUND_NETWORKS,
    ...keyFoldersOf(found, home),
    tracing: tracingOf(found, version),
    sentry: sentryOf(found),
    programFolder: repository,
    path: found.PATH,
    webFolder: join(repository, "apps/web/dist"),
    demo: flags.demo,
    version,
  };
}

const keepOf = (found: z.infer<typeof Environment>): Config["keep"] => ({
  eventDays: found.SIGNALBOX_KEEP_EVENTS_DAYS,
  signalDays: found.SIGNALBOX_KEEP_SIGNALS_DAYS,
  agentDays: found.SIGNALBOX_KEEP_AGENTS_DAYS,
  launchDays: found.SIGNALBOX_KEEP_LAUNCHES_DAYS,
  executionDays: found.SIGNALBOX_KEEP_EXECUTIONS_DAYS,
  executionLogDays: found.SIGNALBOX_KEEP_EXECUTION_LOGS_DAYS,
  deliveryDays: found.SIGNALBOX_KEEP_DELIVERIES_DAYS,
  auditDays: found.SIGNALBOX_KEEP_AUDIT_DAYS,
  notificationDays: found.SIGNALBOX_KEEP_NOTIFICATIONS_DAYS,
  jobDays: found.SIGNALBOX_KEEP_JOBS_DAYS,
  failedJobDays: found.SIGNALBOX_KEEP_FAILED_JOBS_DAYS,
  signInDays: found.SIGNALBOX_KEEP_SIGN_INS_DAYS,
  exportDays: found.SIGNALBOX_KEEP_EXPORTS_DAYS,
  backups: found.SIGNALBOX_KEEP_BACKUPS,
});

const keyFoldersOf = (found: z.infer<typeof Environment>, home: string) => ({
  notificationKeys: resolve(found.SIGNALBOX_NOTIFICATION_KEYS ?? join(home, "notifications")),
  vault: resolve(found.SIGNALBOX_VAULT ?? join(home, "vault")),
});

const cliFoldersOf = (found: z.infer<typeof Environment>): Config["cliFolders"] => ({
  claude: resolve(found.CLAUDE_CONFIG_DIR ?? join(homedir(), ".claude")),
  codex: resolve(found.CODEX_HOME ?? join(homedir(), ".codex")),
  gemini: resolve(found.GEMINI_CLI_HOME ?? homedir(), ".gemini"),
  opencode: resolve(found.XDG_CONFIG_HOME ?? join(homedir(), ".config"), "opencode"),
});

const cliStoresOf = (found: z.infer<typeof Environment>): Config["cliStores"] => {
  const data = resolve(found.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "opencode");
  return { opencode: resolve(data, found.OPENCODE_DB ?? "opencode.db") };
};

/** Where tmux listens that was given no other socket. */
const defaultTmuxSocket = (folder = "/tmp") => join(folder, `tmux-${userInfo().uid}`, "default");

const needsServer = "needs DATABASE_URL: the embedded database takes one process, which does everything";

function readFlags(args: readonly string[]): { port?: string; role?: string; demo: boolean } {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    // Its further sentences are about arguments that there are none of.
    if (cause instanceof TypeError)
      throw invalid([`${cause.message.split(/\.\s|\n/)[0]}: there are --port N, --role R and --demo`]);
    throw cause;
  }
}

/** Adds what a `.env` beside the package says to the environment; what is set already stays. */
export function loadEnvFile(): void {
  const file = join(repository, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  return z.object({ version: z.string() }).parse(manifest).version;
}

const invalid = (faults: readonly string[]) =>
  new AppError(
    "invalid",
    "config.invalid",
    `Signalbox can't start:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
  );
