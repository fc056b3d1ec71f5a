import { type JsonObject, objectAt, objectIn, textAt } from "../../../kernel/json.ts";
import type { ExecutionCli, ExecutionTold, ExecutionWish } from "../execution-cli.ts";
import { classOf } from "../fault-pattern.ts";
import { sessionOf, tokensAt } from "../told-parts.ts";
import { codexFaults } from "./execution-faults.ts";
import { readTryAgain } from "./try-again.ts";

/** The system keeps commands within it. */
const sandboxes = { read: "read-only", edit: "workspace-write", full: "danger-full-access" } as const;

const setting = (key: string, value: string): string[] => ["-c", `${key}=${value}`];

/** Not trusted, it gives its settings, servers, hooks and `AGENTS.md` no heed; its rules and skills have switches of their own. */
const withoutProject = (cwd: string): string[] => [
  ...setting("projects", `{${JSON.stringify(cwd)}={trust_level="untrusted"}}`),
  ...setting("project_doc_max_bytes", "0"),
  ...setting("skills.include_instructions", "false"),
  "--ignore-rules",
];

/** Codex with `exec`: lines of JSON. Its result is what it said last before its turn was over. */
export const codexExecution = {
  args: ({ model, access, allowed, trust, cwd, resumes }: ExecutionWish) => [
    ...["exec", "--json", "--skip-git-repo-check"],
    ...setting("approval_policy", '"never"'),
    ...setting("sandbox_mode", JSON.stringify(sandboxes[access])),
    ...(allowed.network ? setting("sandbox_workspace_write.network_access", "true") : []),
    // It reads anywhere: what is named here it writes, too.
    ...(access === "edit" ? allowed.folders.flatMap((folder) => ["--add-dir", folder]) : []),
    ...(model === null ? [] : ["--model", model]),
    ...(trust === "full" ? [] : withoutProject(cwd)),
    ...(resumes === null ? [] : ["resume", resumes]),
    "-",
  ],
  leavesProjectOut: true,
  env: () => ({}),
  read(line: string, at: Date) {
    const message = objectIn(line);
    return message === null ? [] : told(message, at);
  },
  readErrors: (line: string): ExecutionTold[] => {
    const tool = refusals.find(({ says }) => says.test(line))?.tool;
    return tool === undefined ? [] : [{ kind: "refused", tool }];
  },
} satisfies ExecutionCli;

/** Its lines of JSON are silent on what it is not let. */
const refusals: readonly { says: RegExp; tool: string }[] = [
  { says: /ERROR codex_core::tools::router: error=patch rejected/, tool: "apply_patch" },
  {
    says: /ERROR codex_core::tools::router: error=approval policy is Never; reject command/,
    tool: "exec_command outside of its sandbox",
  },
];

function told(message: JsonObject, at: Date): ExecutionTold[] {
  switch (textAt(message, "type")) {
    case "thread.started":
      return sessionOf(textAt(message, "thread_id") ?? "");
    case "turn.started":
      return [{ kind: "working" }];
    case "item.completed": {
      const item = objectAt(message, "item");
      const isWords = textAt(item, "type") === "agent_message";
      return isWords ? [{ kind: "words", text: textAt(item, "text") ?? "", joins: false }] : [];
    }
    case "turn.completed":
      return [completed(objectAt(message, "usage"))];
    case "turn.failed":
      return failed(textAt(objectAt(message, "error"), "message") ?? "", at);
    default:
      return [];
  }
}

/** What came from a cache is counted among its input. */
function completed(usage: JsonObject): ExecutionTold {
  const [all, cacheRead, cacheWrite] = [
    tokensAt(usage, "input_tokens"),
    tokensAt(usage, "cached_input_tokens"),
    tokensAt(usage, "cache_write_input_tokens"),
  ];
  const input = Math.max(0, all - cacheRead - cacheWrite);
  const output = tokensAt(usage, "output_tokens");
  return {
    ...{ kind: "result", text: null, errorClass: null, refused: [] },
    usage: { input, output, cacheRead, cacheWrite, costMicros: null },
  };
}

function failed(text: string, at: Date): ExecutionTold[] {
  const errorClass = classOf(text, codexFaults);
  const resetsAt = errorClass === "rate_limit" ? readTryAgain(text, at) : null;
  return [
    ...(resetsAt === null ? [] : [{ kind: "limited" as const, resetsAt }]),
    { kind: "result", text, errorClass, usage: null, refused: [] },
  ];
}
