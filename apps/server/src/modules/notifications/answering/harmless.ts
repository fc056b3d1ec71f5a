import type { Question } from "@signalbox/contract/agents";
import { z } from "zod";

/** Tools that only look. */
const looking = new Set(["Read", "Glob", "Grep", "LS", "NotebookRead", "WebSearch"]);
/** Tools that change a file, which version control brings back. */
const editing = new Set(["Edit", "MultiEdit", "Write", "NotebookEdit"]);

const Command = z.object({ command: z.string() });

/** Words that take away, overwrite, stop, or hand control to what is not shown. */
const dangerous =
  /\b(?:rm|rmdir|unlink|shred|truncate|dd|mkfs\w*|fdisk|parted|wipefs|sudo|su|doas|chmod|chown|chattr|kill|killall|pkill|shutdown|reboot|halt|poweroff|systemctl|service|crontab|eval|exec|source|xargs|drop|delete|destroy|purge|prune|revoke|uninstall|publish|deploy|apply|terraform|kubectl|helm|aws|gcloud|az|docker|podman|psql|mysql|mongosh?|redis-cli|sqlite3|ssh|scp|rsync|curl|wget|nc|ncat|telnet|python\d*|node|perl|ruby|php|bash|sh|zsh|fish)\b/i;
const dangerousGit =
  /\bgit\b.*\b(?:push|reset|clean|checkout|restore|rebase|filter-branch|gc|reflog|branch\s+-[dD]|stash\s+(?:drop|clear)|remote|config|update-ref|worktree|tag\s+-d|amend)\b/i;
/** What a shell does beside running one program: redirections, substitutions, chains. */
const shellMarks = /[><`$;&|\n\\]|\s-(?:-force|-hard|-delete)\b|\s-[a-z]*f[a-z]*\b/i;

/**
 * Whether a permission may be more than one button can answer for. What is not known to be harmless counts as
 * destructive: it is answered where all of it is seen.
 */
export function isDestructive({ tool, input }: Pick<Question, "tool" | "input">): boolean {
  if (tool === null) return true;
  if (looking.has(tool) || editing.has(tool)) return false;
  if (tool !== "Bash") return true;
  const read = Command.safeParse(input);
  if (!read.success) return true;
  const { command } = read.data;
  return dangerous.test(command) || dangerousGit.test(command) || shellMarks.test(command);
}
