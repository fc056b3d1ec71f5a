import type { BackendAdapter } from "./adapter.ts";
import { claudeAdapter } from "./claude/adapter.ts";
import { codexAdapter } from "./codex/adapter.ts";
import { geminiAdapter } from "./gemini/adapter.ts";
import { opencodeAdapter } from "./opencode/adapter.ts";

/** The CLIs that are watched, in the order in which people are told of them. */
export const adapters: readonly BackendAdapter[] = [
  claudeAdapter,
  codexAdapter,
  geminiAdapter,
  opencodeAdapter,
];

/** The adapter by the CLI's name in addresses and tables; undefined for a name that nobody has. */
export const adapterOf = (backend: string): BackendAdapter | undefined =>
  adapters.find((adapter) => adapter.backend === backend);
