import type { Timeline } from "@signalbox/contract/agent-timeline";
import { count, took } from "../../lib/format.ts";

/** A window over time, in milliseconds. */
export interface TimeWindow {
  from: number;
  to: number;
}

export interface Mark {
  key: string;
  from: number;
  to: number;
  /** Looks of its own: how a command ended, that a call failed. */
  tone: "plain" | "going" | "failed" | "wait";
  words: string;
  /** Where it leads. */
  turnId: string | null;
  agentId: string | null;
}

export interface Lane {
  name: string;
  marks: readonly Mark[];
}

const span = ({ from, to }: { from: string; to: string | null }, now: number) => ({
  from: Date.parse(from),
  to: Math.max(Date.parse(from), to === null ? now : Date.parse(to)),
});

const lasting = ({ from, to }: { from: number; to: number }) => took(Math.max(0, to - from));

/** The lanes of a timeline; what goes on ends at `now`. */
export const lanesOf = (timeline: Timeline, now: number): Lane[] => [
  { name: "Commands", marks: timeline.commands.map((command) => markOfCommand(command, now)) },
  { name: "Waits for you", marks: timeline.waits.map((wait) => markOfWait(wait, now)) },
  { name: "Tools", marks: timeline.tools.map((tool) => markOfTools(tool, now)) },
  { name: "Child agents", marks: timeline.children.map((child) => markOfChild(child, now)) },
];

const markOfCommand = (command: Timeline["commands"][number], now: number): Mark => {
  const at = span(command, now);
  const { id, title, outcome, turnId } = command;
  return {
    ...{ key: id, ...at, turnId, agentId: null },
    tone: outcome === null ? "going" : outcome === "failed" ? "failed" : "plain",
    words: `${title ?? "Work without a prompt"}: ${outcome ?? "under way"}, ${lasting(at)}`,
  };
};

const markOfWait = (wait: Timeline["waits"][number], now: number): Mark => {
  const at = span(wait, now);
  const words = `${wait.text}: ${wait.to === null ? "waits" : "waited"} ${lasting(at)}`;
  return { key: wait.id, ...at, turnId: wait.turnId, agentId: null, tone: "wait", words };
};

const markOfTools = (tools: Timeline["tools"][number], now: number): Mark => {
  const at = span(tools, now);
  const calls = tools.calls === 1 ? tools.tool : `${count(tools.calls, "call")}, most of them ${tools.tool}`;
  const failed = tools.failed === 0 ? "" : `, ${tools.failed} failed`;
  const running = tools.to !== null ? "" : tools.calls === 1 ? "runs for " : "run for ";
  return {
    ...{ key: tools.turnId, ...at, turnId: tools.turnId, agentId: null },
    tone: tools.to === null ? "going" : tools.failed > 0 ? "failed" : "plain",
    words: `${calls}${failed}, ${running}${lasting(at)}`,
  };
};

const markOfChild = (child: Timeline["children"][number], now: number): Mark => {
  const at = span(child, now);
  const words = `${child.title ?? child.agentType ?? "Subagent"}: ${lasting(at)}`;
  return {
    key: child.id,
    ...at,
    turnId: null,
    agentId: child.id,
    tone: child.to === null ? "going" : "plain",
    words,
  };
};

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  ...[1, 2, 5, 10, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 30].map((count) => count * minute),
  ...[1, 2, 6, 12, 24, 48, 168].map((count) => count * hour),
];

/** Round times within a window, some six of them in a time `of` that length. */
export const ticksOf = ({ from, to }: TimeWindow, of = to - from): number[] => {
  const step = steps.find((one) => of / one <= 7) ?? 720 * hour;
  const offset = new Date(from).getTimezoneOffset() * minute;
  const first = Math.ceil((from - offset) / step) * step + offset;
  const ticks: number[] = [];
  for (let at = first; at <= to; at += step) ticks.push(at);
  return ticks;
};

const narrowest = 2 * second;

/** Half or twice as much time, around a place in it (0 to 1), within what there is. */
export const zoomed = (
  window: TimeWindow,
  factor: number,
  { whole, at = 0.5 }: { whole: TimeWindow; at?: number },
) => {
  const width = Math.min(whole.to - whole.from, Math.max(narrowest, (window.to - window.from) * factor));
  const centre = window.from + (window.to - window.from) * at;
  return within({ from: centre - width * at, to: centre + width * (1 - at) }, whole);
};

/** A window that is no narrower than can be drawn. */
export const atLeast = ({ from, to }: TimeWindow, whole: TimeWindow): TimeWindow => {
  const width = Math.min(whole.to - whole.from, Math.max(narrowest, to - from));
  const centre = (from + to) / 2;
  return within({ from: centre - width / 2, to: centre + width / 2 }, whole);
};

/** Later (positive) or earlier by a part of the window, within what there is. */
export const panned = (window: TimeWindow, part: number, whole: TimeWindow): TimeWindow => {
  const by = (window.to - window.from) * part;
  return within({ from: window.from + by, to: window.to + by }, whole);
};

const within = ({ from, to }: TimeWindow, whole: TimeWindow): TimeWindow => {
  const width = Math.min(to - from, whole.to - whole.from);
  const begin = Math.min(Math.max(from, whole.from), whole.to - width);
  return { from: begin, to: begin + width };
};

/** Where a time lies in a window, in percent, cut at its ends. */
export const placeIn = (at: number, { from, to }: TimeWindow): number =>
  Math.min(100, Math.max(0, ((at - from) / Math.max(1, to - from)) * 100));
