import type { RecordedHook } from "@signalbox/testkit/recordings";
import type { BackendAdapter, Signal, TranscriptFormat, TranscriptReader } from "../../backends/index.ts";
import { isDoubtful } from "./doubt.ts";
import { type Ledger, ledger } from "./ledger.testing.ts";
import { agentKey } from "./track.ts";

/** A CLI writes its lines in batches: they can be read this long after what they tell of. */
const writtenAfterMs = 120;
/** How long a file must be quiet for its reader to be asked what that tells. */
const restAfterMs = 1_000;

/** Everything that can be heard of a scenario, on one clock. */
export interface Scenario {
  adapter: BackendAdapter;
  hooks: RecordedHook[];
  /** By the file's name. */
  transcripts: ReadonlyMap<string, string>;
  /** When the first hook came, in epoch milliseconds. */
  began: number;
}

interface File {
  reader: TranscriptReader;
  lines: { line: unknown; at: number }[];
  readAt: number;
}

const timeOf = (line: unknown, before: number): number => {
  const text = typeof line === "object" && line !== null && "timestamp" in line ? String(line.timestamp) : "";
  const told = Date.parse(text);
  return Number.isFinite(told) ? told : before;
};

const sessionIn = /"sessionID":"([^"]+)"/;
const parentIn = /"parentID":"(ses_[^"]+)".*?"agent":"([^"]+)"/;

/** A reader of a recorded transcript, by the rest of its name. */
export function readerOf(
  format: TranscriptFormat,
  { name, text }: { name: string; text: string },
): TranscriptReader {
  if (format.kind === "lines") return format.open(`/transcripts/${name}.jsonl`, null);
  const [, id = ""] = sessionIn.exec(text) ?? [];
  const [, parent, type = null] = parentIn.exec(text.slice(0, text.indexOf("\n"))) ?? [];
  const sessionId = parent ?? id;
  const child = parent === undefined ? null : { id, type };
  return format.open({ path: `/transcripts/store.db#${sessionId}`, sessionId, child }, null);
}

function openFiles({ adapter, transcripts }: Scenario): File[] {
  return [...transcripts].map(([name, text]) => {
    const { transcript } = adapter;
    const reader = readerOf(transcript, { name, text });
    let at = 0;
    const lines = text
      .trimEnd()
      .split("\n")
      .filter((line) => transcript.tells(line))
      .map((json) => {
        const line: unknown = JSON.parse(json);
        at = timeOf(line, at);
        return { line, at };
      });
    return { reader, lines, readAt: 0 };
  });
}

/** Plays hooks in the order of their times, with the transcripts read as they grow, to the end of all processes. */
export function replay(scenario: Scenario, hooks: readonly RecordedHook[]): Ledger {
  const book = ledger(scenario.adapter.backend);
  const files = openFiles(scenario);
  const apply = (signals: readonly Signal[]) => {
    for (const signal of signals) book.apply(signal);
  };
  const readUntil = (time: number, lag: number) => {
    for (const file of files) {
      while (file.lines[0] !== undefined && file.lines[0].at + lag <= time) {
        const { line, at } = file.lines[0];
        file.lines.shift();
        if (file.readAt > 0 && at - file.readAt > restAfterMs) apply(file.reader.rest());
        apply(file.reader.read(line));
        apply(file.reader.caughtUp?.() ?? []);
        file.readAt = at;
      }
      if (time - file.readAt > restAfterMs) apply(file.reader.rest());
    }
  };
  for (const hook of [...hooks].sort((a, b) => a.atMs - b.atMs)) {
    const at = scenario.began + hook.atMs;
    readUntil(at, writtenAfterMs);
    const process = { pid: null, pane: null, entry: null };
    const signal = scenario.adapter.hooks.read(hook.payload, { at: new Date(at), process });
    if ("reason" in signal) throw new Error(signal.reason);
    const agent = book.lanes.get(agentKey(signal.backend, signal.sessionId));
    if (isDoubtful(agent, signal)) readUntil(at, 0);
    book.apply(signal, JSON.stringify(hook.payload));
  }
  readUntil(Number.MAX_SAFE_INTEGER / 2, 0);
  endAll(book, scenario);
  return book;
}

/** What is still open when everything is over has lost its process. */
function endAll(book: Ledger, { adapter, began, hooks }: Scenario): void {
  const at = new Date(began + (hooks.at(-1)?.atMs ?? 0) + 3_600_000);
  for (const agent of [...book.lanes.values()]) {
    if (agent.parentId !== null || agent.endedAt !== null) continue;
    const observation = { kind: "process_gone", pid: null, reason: "its process is gone" } as const;
    book.apply({
      ...{ backend: adapter.backend, source: "process", event: "process", at, sessionId: agent.sessionId },
      ...{ child: null, promptId: null, process: { pid: null, pane: null, entry: null } },
      ...{ cwd: null, model: null, transcriptPath: null, ownIdentity: "gone", spent: null, observation },
    });
  }
}

/** Transcripts were recorded with long texts cut. */
const beginningOf = (text: string): string => text.trim().slice(0, 60);

/** What must be the same however it was heard. */
export function truthOf(book: Ledger) {
  // A permission is known by its hook alone.
  const permissions = new Set(
    book.questions.filter(({ kind }) => kind === "permission").map(({ turnId }) => turnId),
  );
  return [...book.lanes.values()]
    .map((agent) => {
      const commands = book.commands.filter(({ agentId }) => agentId === agent.id);
      const order = new Map(commands.map(({ id }, index) => [id, index]));
      const turns = book.turns
        .filter(({ agentId, id }) => agentId === agent.id && !permissions.has(id))
        .sort((a, b) => a.at - b.at)
        .map(({ actor, intent, text, tool, commandId }) => ({
          ...{ actor, intent, text: beginningOf(text), command: order.get(commandId ?? "") ?? null },
          tool: tool && { name: tool.name, useId: tool.useId, failed: tool.failed },
        }));
      return {
        ...{ session: agent.sessionId, child: agent.parentId !== null, state: agent.state },
        ended: agent.endedAt !== null,
        commands: commands.map(({ state, outcome, errorClass, instruction }) => ({
          ...{ state, outcome, errorClass, instruction },
        })),
        turns,
        questions: book.questions
          .filter(({ agentId, kind }) => agentId === agent.id && kind !== "permission")
          .map(({ kind, text, state }) => ({ kind, text, state })),
      };
    })
    .sort((a, b) => (a.session < b.session ? -1 : 1));
}
