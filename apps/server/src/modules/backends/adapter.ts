import type { Backend, WatchedBackend } from "@signalbox/contract/common";
import type { AccountCli } from "./account-cli.ts";
import type { BlindSpot } from "./blind-spot.ts";
import type { ExecutionCli } from "./execution-cli.ts";
import type { HeadlessCli } from "./headless-cli.ts";
import type { HeldQuestion } from "./held-question.ts";
import type { HookEntry } from "./hook-entry.ts";
import type { LaunchingCli } from "./launching-cli.ts";
import type { RunningCli } from "./running-cli.ts";
import type { HookContext, ProcessMark, Signal, Unreadable } from "./signal.ts";
import type { TerminalDialogs } from "./terminal-dialog.ts";
import type { TerminalInput } from "./terminal-input.ts";
import type { TranscriptFormat } from "./transcript.ts";

/** Reads what a CLI's hooks send. */
export interface HookReader {
  read(payload: unknown, context: HookContext): Signal | Unreadable;
  /** The fields that tell who speaks of what. An id is opaque: one that looks like a secret is still that id. */
  ids: readonly string[];
  /** The fields that are read; others are only stored. */
  fields: readonly string[];
}

/** A CLI that can be started here. */
export interface LaunchableAdapter {
  backend: Backend;
  /** What people call it. */
  name: string;
  /** What it is called on the path. */
  program: string;
  /** What shows without the network that somebody signed in: files in its folder, and variables. */
  signedIn: { files: readonly string[]; variables: readonly string[] };
  /** How it is started in a terminal; absent where nobody would be told what it does there. */
  launching?: LaunchingCli;
  /** How it is run without a terminal, the first way whose program is found; none where it can't be. */
  headless: readonly HeadlessCli[];
  /** How it is run for bots; absent where it is not. */
  execution?: ExecutionCli;
  /** How it is told whose login it runs with; absent where it is not run for bots. */
  accounts?: AccountCli;
}

/** A CLI that is known only where it is run without a terminal. */
export type DrivenAdapter = LaunchableAdapter & { backend: Exclude<Backend, WatchedBackend> };

/** All that is particular to a CLI that is watched, whoever started it. */
export interface BackendAdapter extends LaunchableAdapter {
  backend: WatchedBackend;
  hooks: HookReader;
  hookEntry: HookEntry;
  /** What it can't tell; docs/clis.md lists it. */
  blindSpots: readonly BlindSpot[];
  running: RunningCli;
  launching: LaunchingCli;
  transcript: TranscriptFormat;
  /** The question that a hook of it asks and waits with; absent where its hooks take no answer, null where this one can't wait. */
  holdQuestion?(body: Buffer, process: ProcessMark): HeldQuestion | null;
  /** Its screens are read with their colours, for nothing else tells where its cursor is. */
  readsColours?: true;
  /** How its dialogs are answered by keys; absent where they can't be. */
  dialogs?: TerminalDialogs;
  /** How words are typed into its input; absent where they can't be. */
  input?: TerminalInput;
  /** Whether its screen shows that a prompt was taken back before it did anything; absent where it tells of that itself. */
  tookPromptBack?(screen: string, prompt: string): boolean;
}
