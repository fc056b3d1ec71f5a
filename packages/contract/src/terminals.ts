import { z } from "zod";
import { Id } from "./common.ts";
import { defineRoute } from "./route.ts";

/**
 * The terminal of an agent. The client says `watch` first; see TerminalRequest and TerminalMessage. Messages are JSON.
 * Binary ones are what the pane was printed, byte for byte; the one right after `screen` is the screen as it is.
 */
export const terminalSocket = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/terminal",
  permission: "read",
  summary: "The tmux pane of an agent over a WebSocket; typing into it needs the scope operate",
  params: z.object({ agentId: Id }),
  query: z.object({ ticket: z.string().max(200).optional() }),
  replies: { 101: null },
});

/** How many bytes were printed before, counted by the server from when it began to look. */
const Offset = z.number().int().min(0);

/** More at once is not typed. */
export const longestTyped = 4_000;
export const longestPaste = 16_000;

/** What a client says. */
export const TerminalRequest = z.discriminatedUnion("kind", [
  /** Begins. Where it says how far it came in which stream, it is sent what it missed, as far as that is kept. */
  z.object({
    kind: z.literal("watch"),
    resume: z.object({ stream: Id, offset: Offset }).optional(),
  }),
  /** Everything up to this offset is shown. Whoever does not say so is sent no more, and later a fresh screen. */
  z.object({ kind: z.literal("took"), offset: Offset }),
  /** Asks for the controls, or gives them back. */
  z.object({ kind: z.literal("drive"), on: z.boolean() }),
  /** Keys, in the bytes of a terminal; taken from whoever drives. */
  z.object({ kind: z.literal("type"), text: z.string().min(1).max(longestTyped) }),
  /** Text that is pasted: bracketed where the program asked for that. */
  z.object({ kind: z.literal("paste"), text: z.string().min(1).max(longestPaste) }),
  z.object({ kind: z.literal("ping") }),
]);
export type TerminalRequest = z.infer<typeof TerminalRequest>;

/** Why there is nothing to see, or no more. */
export const terminalEndings = [
  /** No agent has this id. */
  "no_agent",
  /** No process of it is watched on the machine of this node: it ended, or runs where no node does. */
  "no_process",
  /** It runs on another machine: a node of that one shows it. */
  "elsewhere",
  /** It does not run in tmux. */
  "no_pane",
  /** Its pane is in no tmux server that is watched. */
  "no_server",
  /** The pane was closed, or its program ended. */
  "closed",
  /** The pane went to another session of tmux: watch anew. */
  "moved",
  /** tmux could not be asked. */
  "unavailable",
] as const;
export const TerminalEnding = z.enum(terminalEndings);
export type TerminalEnding = z.infer<typeof TerminalEnding>;

const Size = { columns: z.number().int().min(1), rows: z.number().int().min(1) };

/** What the server says. */
export const TerminalMessage = z.discriminatedUnion("kind", [
  /** The screen follows, as it was at `offset`: everything before is to be forgotten. */
  z.object({ kind: z.literal("screen"), stream: Id, offset: Offset, ...Size }),
  /** What was missed follows, from `offset` on. */
  z.object({ kind: z.literal("resumed"), stream: Id, offset: Offset, ...Size }),
  /** Whether this client drives now. */
  z.object({ kind: z.literal("driving"), on: z.boolean() }),
  /** Something was not done. */
  z.object({ kind: z.literal("refused"), code: z.string(), detail: z.string() }),
  z.object({
    ...{ kind: z.literal("ended"), reason: TerminalEnding },
    /** The other machine that it runs on. */
    machine: z.string().optional(),
  }),
  z.object({ kind: z.literal("pong") }),
]);
export type TerminalMessage = z.infer<typeof TerminalMessage>;
