export { type AccountCli, accountEnvironment } from "./account-cli.ts";
export { acpAsks, acpCancelled } from "./acp.ts";
export { AcpTelling } from "./acp-telling.ts";
export type { BackendAdapter, HookReader, LaunchableAdapter } from "./adapter.ts";
export { adapterOf, adapters, launchable, launchableOf } from "./adapters.ts";
export { claudeHookBlock } from "./claude/hook-block.ts";
export { readClaudeHook } from "./claude/read-signal.ts";
export { readStreamLine, type StreamMessage, streamLines } from "./claude/stream-json.ts";
export { costBy, costOf, isNameOf, priceOf, promptOf } from "./cost-of.ts";
export type { ExecutionCli, ExecutionTold, PlanWindow } from "./execution-cli.ts";
export type { AcpQuestion, HeadlessCli, ProtocolQuestion } from "./headless-cli.ts";
export type { HeldQuestion } from "./held-question.ts";
export type {
  HookApproval,
  HookBlock,
  HookEntry,
  HookSubscription,
  PluginEntry,
  SettingsEntry,
} from "./hook-entry.ts";
export type { LaunchingCli, LaunchWish } from "./launching-cli.ts";
export { prices as builtInPrices } from "./prices.ts";
export { programExecution, readProgram } from "./program.ts";
export type { Registered, RunningCli, TranscriptHead, Variables } from "./running-cli.ts";
export type {
  AskedQuestion,
  Observation,
  ProcessMark,
  Signal,
  SignalImage,
  Source,
  Spent,
  Unreadable,
} from "./signal.ts";
export {
  closely,
  type DialogAnswer,
  inShort,
  type ShownDialog,
  type TerminalDialogs,
} from "./terminal-dialog.ts";
export type { ShownInput, TerminalInput } from "./terminal-input.ts";
export { toolNames } from "./told-parts.ts";
export type {
  LineFormat,
  StoredLog,
  StoreFormat,
  TranscriptFormat,
  TranscriptReader,
} from "./transcript.ts";
