import { z } from "zod";
import { BotContent, contentErrors } from "./bots.ts";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

/** Whether and how bots are taken from the default branch of a project's repository. */
export const BotSync = z
  .object({
    projectId: Id,
    /** Counts up with each change of how; 0 where nobody has written it yet. */
    version: z.number().int(),
    enabled: z.boolean(),
    /** Whether bots of new files are switched on at once. */
    enablesNew: z.boolean(),
    /** Somebody asked for it, and it was not done yet. */
    asked: z.boolean(),
    lookedAt: Instant.nullable(),
    branch: z.string().nullable(),
    commit: z.string().nullable(),
    /** Why the repository could not be read. */
    fault: z.string().nullable(),
  })
  .meta({ id: "BotSync" });
export type BotSync = z.infer<typeof BotSync>;

/**
 * `waiting`: what the repository says needs a person's word; `changed_here`: the bot was changed since; `conflict`: both
 * were; `kept`: a person kept the bot as it is; `removed`: the file is gone, and the bot was switched off by it.
 */
export const botFileStates = [
  ...["in_step", "waiting", "changed_here", "conflict", "kept", "removed", "invalid"],
] as const;
export const BotFileState = z.enum(botFileStates).meta({ id: "BotFileState" });
export type BotFileState = z.infer<typeof BotFileState>;

/** What a file may not give its bot by itself. */
export const botFileAsks = [
  ...[
    "full_access",
    "in_place",
    "other_project",
    "account",
    "program",
    "webhook",
    "other_repository",
    "other_bot",
  ],
  ...["tools", "folders", "network"],
] as const;
export const BotFileAsk = z.enum(botFileAsks).meta({ id: "BotFileAsk" });
export type BotFileAsk = z.infer<typeof BotFileAsk>;

/** A file of a bot in a repository, and how the two are to each other. */
export const BotFile = z
  .object({
    path: z.string(),
    state: BotFileState,
    /** Git's name of the file's content; null where it is gone. */
    blob: z.string().nullable(),
    /** Null where it can't be read. */
    content: BotContent.nullable(),
    faults: z.array(z.object({ line: z.number().int(), message: z.string() })),
    /** What of it needs a person's word. */
    asks: z.array(BotFileAsk),
    /** Null where no bot was made of it yet. */
    bot: z.object({ id: Id, name: z.string(), version: z.number().int(), enabled: z.boolean() }).nullable(),
  })
  .meta({ id: "BotFile" });
export type BotFile = z.infer<typeof BotFile>;

const OfProject = z.object({ projectId: Id });

export const listBotSyncs = defineRoute({
  method: "GET",
  path: "/api/bot-syncs",
  permission: "read",
  summary: "Projects whose repositories are looked at for bots, or were",
  query: PageQuery,
  replies: { 200: pageOf(BotSync) },
  errors: ["request.cursor_invalid"],
});

export const getBotSync = defineRoute({
  method: "GET",
  path: "/api/projects/:projectId/bot-sync",
  permission: "read",
  summary: "Whether bots are taken from a project's repository, and what came of it last",
  params: OfProject,
  replies: { 200: BotSync },
  errors: ["projects.not_found"],
});

export const writeBotSync = defineRoute({
  method: "PUT",
  path: "/api/projects/:projectId/bot-sync",
  permission: "operate",
  summary:
    "Switches on or off that bots are taken from a project's repository; `version` is the one that was seen",
  params: OfProject,
  body: z.strictObject({ version: z.int().min(0), enabled: z.boolean(), enablesNew: z.boolean() }),
  replies: { 200: BotSync },
  errors: ["projects.not_found", "bots.sync_stale", "auth.watched_agent"],
});

export const askBotSync = defineRoute({
  method: "POST",
  path: "/api/projects/:projectId/bot-sync/ask",
  permission: "operate",
  summary: "Has a project's repository looked at now, on the machine where the project is",
  params: OfProject,
  replies: { 202: BotSync },
  errors: ["projects.not_found", "bots.sync_off", "auth.watched_agent"],
});

export const listBotFiles = defineRoute({
  method: "GET",
  path: "/api/projects/:projectId/bot-files",
  permission: "read",
  summary: "The files of bots in a project's repository, by name",
  params: OfProject,
  query: PageQuery,
  replies: { 200: pageOf(BotFile) },
  errors: ["request.cursor_invalid"],
});

export const chooseBotFile = defineRoute({
  method: "POST",
  path: "/api/projects/:projectId/bot-files/choose",
  permission: "operate",
  summary: "Writes a bot as its file says, or keeps it as it is; of a file that is gone, `mine` forgets it",
  params: OfProject,
  body: z.strictObject({
    path: z.string().min(1).max(500),
    side: z.enum(["repository", "mine"]),
    blob: z.string().max(64).nullable().describe("That of the file that was seen"),
    botVersion: z.int().min(1).nullable().describe("That of the bot that was seen; null where there is none"),
  }),
  replies: { 204: null },
  errors: [...contentErrors, "bots.file_not_found", "bots.file_stale", "bots.file_settled"],
});

export const botFilesSynced = defineEvent({
  ...{ type: "bot.files_synced", version: 1, producer: "bots", consumers: ["web app"] },
  summary:
    "The files of bots in a project's repository are other ones, or were looked at since somebody asked",
  data: z.object({ projectId: Id, commit: z.string().nullable(), changed: z.int() }),
});

export const botFileEvents = [botFilesSynced] as const;
