import { z } from "zod";
import { parseResult } from "../../executions/index.ts";
import { type ChangedFile, GitHubRefusal } from "../../github/index.ts";
import { type Carry, outcomeMark } from "../carrying-out/case.ts";
import { lineOf } from "../carrying-out/texts.ts";
import type { OutcomesOptions } from "../options.ts";
import { outcomeErrors } from "../outcomes.errors.ts";
import { type LineComment, splitComments } from "./lines-in-diff.ts";
import { numberedTarget } from "./target.ts";

const Text = z.string().max(20_000);
const ReviewResult = z.object({
  summary: Text.default(""),
  comments: z
    .array(z.object({ path: z.string().min(1).max(1_000), line: z.int().min(1), body: Text.min(1) }))
    .max(200)
    .default([]),
});
type ReviewResult = z.infer<typeof ReviewResult>;

/** A review with comments on lines; those that the diff does not show stand in its summary. */
export const review: Carry<"review"> = async (_outcome, { row, execution }, { github }) => {
  const { repository, number, commit } = numberedTarget(execution);
  const wish = reviewOf(execution.result);
  const [mark, own] = [outcomeMark(row), await github.login()];
  const before = await github.findReview(
    repository,
    number,
    ({ author, body }) => author === own && body.startsWith(mark),
  );
  if (before !== null) return { url: before.url };
  const head = commit ?? (await github.pullRequest(repository, number)).head.sha;
  const { files } = await github.changedFiles(repository, number);
  const at = { repository, number, commit: head, mark };
  return submit(github, { ...at, wish, files });
};

function reviewOf(result: string | null): ReviewResult {
  if (result === null) throw outcomeErrors.noResult();
  const json = parseResult(result);
  if (json === undefined) throw outcomeErrors.notAReview("it is no JSON");
  const parsed = ReviewResult.safeParse(json);
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw outcomeErrors.notAReview(lineOf(`${fault?.path.join(".") ?? ""} ${fault?.message ?? ""}`, 200));
}

interface Submission {
  repository: string;
  number: number;
  commit: string;
  mark: string;
  wish: ReviewResult;
  files: readonly ChangedFile[];
}

async function submit(
  github: OutcomesOptions["github"],
  { repository, number, commit, mark, wish, files }: Submission,
) {
  const { onLines, beside } = splitComments(wish.comments, files);
  const send = (comments: LineComment[], others: LineComment[]) =>
    github.review(repository, number, { body: bodyOf(mark, wish.summary, others), commit, comments });
  try {
    return { url: (await send(onLines, beside)).url };
  } catch (error) {
    // The pull request went on since it was looked at: its lines are others by now.
    const isLines = error instanceof GitHubRefusal && error.status === 422 && onLines.length > 0;
    if (!isLines) throw error;
    const { url } = await send([], wish.comments);
    return { url, note: "GitHub took no comments on lines: they stand in the summary" };
  }
}

function bodyOf(mark: string, summary: string, others: readonly LineComment[]): string {
  const list = others.map(({ path, line, body }) => `- \`${path}:${line}\` ${body.replaceAll("\n", "\n  ")}`);
  const beside = list.length === 0 ? [] : ["On lines that the diff does not show:", list.join("\n")];
  const text = [summary.trim(), ...beside].filter((part) => part !== "").join("\n\n");
  return `${mark}\n${text === "" ? "Nothing to say." : text}`.slice(0, 60_000).toWellFormed();
}
