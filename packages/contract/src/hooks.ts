import { z } from "zod";
import { Instant, WatchedBackend } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

/** The commands of our entries in CLIs' settings: some state folder's script with our mark behind it, and the CLI. */
export const hookEntryPattern = /\/hook\/hook\.sh'? signalbox(?: [a-z]+){0,2}$/;

export const hookStates = ["not_installed", "installed", "outdated", "unreadable"] as const;
export const HookState = z.enum(hookStates).meta({ id: "HookState" });

/** How things stand between one CLI and Signalbox. */
export const HookStatus = z
  .object({
    backend: WatchedBackend,
    name: z.string(),
    /** Found on the path, with its version where it told one. */
    cli: z.object({ path: z.string(), version: z.string().nullable() }).nullable(),
    state: HookState,
    /** The settings file, its symlinks resolved. */
    settingsPath: z.string(),
    /** Events of ours found in the file, and those that would be there after installing. */
    entries: z.array(z.string()),
    wanted: z.array(z.string()),
    /** Whether sessions that run already notice a change of the file, or only those that are started after it. */
    noticed: z.enum(["at_once", "at_start"]),
    /** Entries of other tools, left alone. */
    foreignEntries: z.number().int(),
    /** Why it can't be read or edited, with the cure. */
    problem: z.string().nullable(),
    lastHeardAt: Instant.nullable(),
  })
  .meta({ id: "HookStatus" });
export type HookStatus = z.infer<typeof HookStatus>;

/** What an edit would do (or did) to the settings file. */
export const HookChange = z
  .object({
    backend: WatchedBackend,
    settingsPath: z.string(),
    /** The copy made before the edit; null where nothing changes or no file was there. */
    backupPath: z.string().nullable(),
    changed: z.boolean(),
    /** The edit, line by line. `number` is the line in the new file, or in the old one for a removed line. */
    lines: z.array(
      z.object({ kind: z.enum(["same", "added", "removed"]), number: z.number().int(), text: z.string() }),
    ),
  })
  .meta({ id: "HookChange" });
export type HookChange = z.infer<typeof HookChange>;

const BackendParam = z.object({ backend: WatchedBackend });
const editErrors = [
  "hooks.backend_unsupported",
  "hooks.settings_malformed",
  "hooks.settings_read_only",
  "hooks.settings_disk_full",
  "hooks.settings_changed",
] as const;

export const listHooks = defineRoute({
  method: "GET",
  path: "/api/hooks",
  permission: "read",
  summary: "Hooks of each CLI: installed, last heard",
  replies: { 200: z.object({ items: z.array(HookStatus), nextCursor: z.null() }) },
});

export const previewHooks = defineRoute({
  method: "POST",
  path: "/api/hooks/:backend/preview",
  permission: "operate",
  summary: "What installing or removing would change",
  params: BackendParam,
  body: z.object({ action: z.enum(["install", "remove"]) }),
  replies: { 200: HookChange },
  errors: editErrors,
});

export const installHooks = defineRoute({
  method: "POST",
  path: "/api/hooks/:backend",
  permission: "operate",
  summary: "Install our hooks, or bring them up to date",
  params: BackendParam,
  replies: { 200: HookChange },
  errors: editErrors,
});

export const removeHooks = defineRoute({
  method: "DELETE",
  path: "/api/hooks/:backend",
  permission: "operate",
  summary: "Remove our hooks, and only ours",
  params: BackendParam,
  replies: { 200: HookChange },
  errors: editErrors,
});

/** Runs the installed script once with a harmless payload and says whether it was heard. */
export const testHooks = defineRoute({
  method: "POST",
  path: "/api/hooks/:backend/test",
  permission: "operate",
  summary: "Run the hook script once and see whether it arrives",
  params: BackendParam,
  replies: { 200: z.object({ heard: z.boolean(), tookMs: z.number(), problem: z.string().nullable() }) },
  errors: ["hooks.backend_unsupported"],
});

const hookEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    type,
    version: 1,
    producer: "hooks",
    consumers: ["web app"],
    summary,
    data: z.object({ backend: WatchedBackend, settingsPath: z.string() }),
  });
export const hooksInstalled = hookEvent("hooks.installed", "Our hooks were written into a CLI's settings");
export const hooksRemoved = hookEvent("hooks.removed", "Our hooks were taken out of a CLI's settings");
