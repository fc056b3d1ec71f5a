import type { BackendAdapter, LaunchableAdapter } from "./adapter.ts";
import { claudeAdapter } from "./claude/adapter.ts";
import { codexAdapter } from "./codex/adapter.ts";
import { geminiAdapter } from "./gemini/adapter.ts";
import { gooseAdapter } from "./goose/adapter.ts";
import { opencodeAdapter } from "./opencode/adapter.ts";

/** The CLIs that are watched, in the order in which people are told of them. */
export const adapters: readonly BackendAdapter[] = [
  claudeAdapter,
  codexAdapter,
  geminiAdapter,
  opencodeAdapter,
];

/** The CLIs that can be started. */
export const launchable: readonly LaunchableAdapter[] = [...adapters, gooseAdapter];

export const launchableOf = (backend: string): LaunchableAdapter | undefined =>
  launchable.find((adapter) => adapter.backend === backend);

/** The adapter of a CLI that is watched, by its name in addresses and tables; undefined for any other name. */
export const adapterOf = (backend: string): BackendAdapter | undefined =>
  adapters.find((adapter) => adapter.backend === backend);
