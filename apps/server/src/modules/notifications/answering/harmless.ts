import type { Question } from "@signalbox/contract/agents";
import { z } from "zod";

/** Tools that only look. */
const looking = new Set(["Read", "Glob", "Grep", "LS", "NotebookRead", "WebSearch"]);

/** Anything else may change how the command is run: outside of the sandbox, say. */
const Input = z.strictObject({
  command: z.string(),
  description: z.string().optional(),
  timeout: z.number().optional(),
});

/** Without quotes, patterns, chains, redirections, substitutions and lines: what is read is what is run. */
const plain = /^[A-Za-z0-9_./:@,+=^~-]+(?: [A-Za-z0-9_./:@,+=^~-]+)*$/;

/** Allowed as they stand. Tests run what the repository says; more words could name another program. */
const whole = new Set([
  ...["npm test", "npm run test", "pnpm test", "pnpm run test", "yarn test", "yarn run test"],
  ...["cargo test", "go test", "go test ./...", "pytest", "make test", "tsc --noEmit"],
  ...["git branch", "git branch --list", "git branch --show-current"],
]);

/** Programs that only read, whatever they are given. */
const reading = new Set(["cat", "head", "ls", "pwd", "tail", "wc"]);

/** Of git they only read with these options; others write a file, or start a program that is configured. */
const readingGit = new Set(["diff", "log", "show", "status"]);
const gitOption =
  /^-(?:-|[1-9]\d*|[npsb]|-(?:all|branch|cached|decorate|graph|name-only|name-status|no-ext-diff|no-textconv|numstat|oneline|patch|porcelain|short|shortstat|staged|stat|summary))$/;

/**
 * Whether a permission is known to be harmless, so that a button may answer for it. Whatever is not is answered where
 * all of it is seen.
 */
export function isHarmless({ tool, input }: Pick<Question, "tool" | "input">): boolean {
  if (tool === null) return false;
  if (looking.has(tool)) return true;
  const { data } = Input.safeParse(input);
  return tool === "Bash" && data !== undefined && isHarmlessCommand(data.command);
}

function isHarmlessCommand(command: string): boolean {
  if (!plain.test(command)) return false;
  if (whole.has(command)) return true;
  const [program = "", ...words] = command.split(" ");
  if (reading.has(program)) return true;
  const [verb = "", ...given] = words;
  if (program !== "git" || !readingGit.has(verb)) return false;
  return given.every((word) => !word.startsWith("-") || gitOption.test(word));
}
