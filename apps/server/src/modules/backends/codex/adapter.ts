import type { BackendAdapter } from "../adapter.ts";
import { codexHookBlock } from "./hook-block.ts";
import { codexFields, codexIds, readCodexHook } from "./read-hook.ts";
import { codexApproval } from "./trust.ts";

export const codexAdapter: BackendAdapter = {
  backend: "codex",
  name: "Codex",
  program: "codex",
  hooks: { read: readCodexHook, ids: codexIds, fields: codexFields },
  hookEntry: { kind: "settings", file: "hooks.json", block: codexHookBlock, approval: codexApproval },
};
