import type { BotContent, createBot } from "@signalbox/contract/bots";
import type { BodyInputOf } from "@signalbox/contract/route";
import { type OutcomeWords, outcomeOf, wordsOfOutcome } from "./outcome-words.ts";

/** A variable as it is typed. */
export interface VariableWords {
  /** Keeps its row apart from others while it has no name. */
  key: string;
  name: string;
  description: string;
  usual: string;
  mustBeGiven: boolean;
}

/** A link of the chain as it is typed; an empty account is any. */
export interface LinkWords {
  /** Keeps its row apart from others. */
  key: string;
  backend: BotContent["backend"];
  model: string;
  accountId: string;
  /** Which program, where the CLI is one; else empty. */
  programId: string;
}

export const newLink = (some: Partial<LinkWords> = {}): LinkWords => ({
  ...{ key: crypto.randomUUID(), backend: "codex", model: "", accountId: "", programId: "", ...some },
});

/** What somebody types of a bot; numbers as their digits, an empty project or model is none. */
export interface BotWords extends Pick<BotContent, "name" | "prompt" | "backend" | "access" | "workspace"> {
  variables: readonly VariableWords[];
  outcomes: readonly OutcomeWords[];
  /** JSON; empty for none. */
  resultSchema: string;
  model: string;
  /** Empty for any. */
  accountId: string;
  programId: string;
  fallbacks: readonly LinkWords[];
  retries: string;
  /** One in a line. */
  tools: string;
  folders: string;
  network: boolean;
  /** Empty where nobody is asked. */
  askMinutes: string;
  projectId: string;
  timeoutMinutes: string;
  concurrency: string;
  /** What each execution may cost, in dollars, and take, in tokens; empty for any. */
  mayCost: string;
  mayTake: string;
}

export const newVariable = (): VariableWords => ({
  ...{ key: crypto.randomUUID(), name: "", description: "", usual: "", mustBeGiven: true },
});

export const nothing: BotWords = {
  ...{ name: "", prompt: "", variables: [], outcomes: [], resultSchema: "", model: "", projectId: "" },
  ...{ backend: "claude", access: "read", workspace: "none", timeoutMinutes: "30", concurrency: "1" },
  ...{ mayCost: "", mayTake: "", accountId: "", programId: "", fallbacks: [], retries: "2" },
  ...{ askMinutes: "", tools: "", folders: "", network: false },
};

export const wordsOf = ({ budget, allowed, ...content }: BotContent): BotWords => ({
  ...content,
  variables: content.variables.map((variable) => ({
    ...newVariable(),
    ...{ name: variable.name, description: variable.description, usual: variable.default ?? "" },
    mustBeGiven: variable.default === undefined,
  })),
  outcomes: content.outcomes.map(wordsOfOutcome),
  resultSchema: content.resultSchema === null ? "" : JSON.stringify(content.resultSchema, null, 2),
  model: content.model ?? "",
  accountId: content.accountId ?? "",
  programId: content.programId ?? "",
  fallbacks: content.fallbacks.map(({ backend, model, accountId, programId }) =>
    newLink({ backend, model: model ?? "", accountId: accountId ?? "", programId: programId ?? "" }),
  ),
  retries: String(content.retries),
  askMinutes: content.askMinutes === null ? "" : String(content.askMinutes),
  ...{ tools: allowed.tools.join("\n"), folders: allowed.folders.join("\n"), network: allowed.network },
  projectId: content.projectId ?? "",
  timeoutMinutes: String(content.timeoutMinutes),
  concurrency: String(content.concurrency),
  mayCost: budget?.costMicros ? String(budget.costMicros / 1e6) : "",
  mayTake: budget?.tokens ? String(budget.tokens) : "",
});

/** What is sent; whether it will do, the server says. */
export const contentOf = ({
  mayCost,
  mayTake,
  programId,
  tools,
  folders,
  network,
  ...words
}: BotWords): BodyInputOf<typeof createBot> => ({
  ...words,
  variables: words.variables.map(({ name, description, usual, mustBeGiven }) => ({
    ...{ name: name.trim(), description },
    ...(mustBeGiven ? {} : { default: usual }),
  })),
  outcomes: words.outcomes.map(outcomeOf),
  resultSchema: schemaIn(words.resultSchema),
  ...linkOf({ ...words, programId }),
  fallbacks: words.fallbacks.map(linkOf),
  retries: Number(words.retries),
  allowed: { tools: linesIn(tools), folders: linesIn(folders), network },
  askMinutes: words.askMinutes.trim() === "" ? null : Number(words.askMinutes),
  projectId: words.projectId === "" ? null : words.projectId,
  timeoutMinutes: Number(words.timeoutMinutes),
  concurrency: Number(words.concurrency),
  budget: budgetIn(mayCost, mayTake),
});

const linesIn = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const linkOf = ({ backend, model, accountId, programId }: Omit<LinkWords, "key">) => ({
  backend,
  model: model.trim() === "" ? null : model.trim(),
  accountId: accountId === "" ? null : accountId,
  ...(backend === "program" && programId !== "" ? { programId } : {}),
});

function budgetIn(mayCost: string, mayTake: string) {
  const [cost, tokens] = [mayCost, mayTake].map((text) => (text.trim() === "" ? null : Number(text)));
  if (cost == null && tokens == null) return null;
  return { costMicros: cost == null ? null : Math.round(cost * 1e6), tokens: tokens ?? null };
}

/** What is no JSON is sent as a schema that the server refuses in words. */
function schemaIn(text: string): Record<string, unknown> | null {
  if (text.trim() === "") return null;
  try {
    const schema: unknown = JSON.parse(text);
    if (typeof schema === "object" && schema !== null && !Array.isArray(schema)) return { ...schema };
  } catch {}
  return { "no JSON object": text };
}
