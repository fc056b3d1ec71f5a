import type { HookStatus } from "@signalbox/contract/hooks";
import { shortPath } from "../../lib/format.ts";

/** Leads to where hooks are installed: what fills every page that is empty at first. */
export const toSetup = { to: "/welcome", word: "Set up hooks" } as const;

/** Not found, and never heard either: a CLI that is heard is there, wherever the server looked for it. */
export const isAbsent = ({ cli, lastHeardAt }: Pick<HookStatus, "cli" | "lastHeardAt">): boolean =>
  cli === null && lastHeardAt === null;

/** Which CLI was found: its version, else where it is; nothing where it is only heard. */
export const cliWord = (status: Pick<HookStatus, "cli" | "lastHeardAt">): string | null => {
  if (status.cli !== null) return status.cli.version ?? shortPath(status.cli.path);
  return isAbsent(status) ? "not found on this machine" : null;
};
