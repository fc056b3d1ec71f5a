import type { BackendAdapter } from "../adapter.ts";
import { geminiHookBlock } from "./hook-block.ts";
import { geminiFields, geminiIds, readGeminiHook } from "./read-hook.ts";

export const geminiAdapter: BackendAdapter = {
  backend: "gemini",
  name: "Gemini CLI",
  program: "gemini",
  hooks: { read: readGeminiHook, ids: geminiIds, fields: geminiFields },
  hookEntry: { kind: "settings", file: "settings.json", block: geminiHookBlock, approval: null },
};
