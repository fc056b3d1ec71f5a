import { pino } from "pino";
import { expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { createPlaybackClock } from "./playback-clock.ts";
import { createPlayer } from "./player.ts";
import type { RecordedHook } from "./recordings.ts";

const opensAt = new Date("2026-11-21T13:42:00Z");
const prompt = (atMs: number): RecordedHook => ({
  atMs,
  payload: { hook_event_name: "UserPromptSubmit", prompt_id: "e3bfa1c0-97a1-4d1f-a2d7-0c5ac1f8a3f1" },
});
const stop = (atMs: number): RecordedHook => ({
  atMs,
  payload: { hook_event_name: "Stop", prompt_id: "e3bfa1c0-97a1-4d1f-a2d7-0c5ac1f8a3f1" },
});

interface Heard {
  event: string;
  promptId: string;
  at: Date;
}

/** A player whose hooks are kept; `heard(n)` waits for the n-th. */
function playing(recordings: { past: RecordedHook[]; live: RecordedHook[] }) {
  const clock = createPlaybackClock(systemClock, new Date(0));
  const heard: Heard[] = [];
  const waiting = new Map<number, () => void>();
  const send = async (body: string) => {
    const { hook_event_name: event, prompt_id: promptId } = JSON.parse(body);
    heard.push({ event, promptId, at: clock.now() });
    waiting.get(heard.length)?.();
  };
  const log = pino({ level: "silent" });
  const player = createPlayer({ recordings, clock, opensAt, send, log, breathMs: 0 });
  const until = (count: number) => new Promise<void>((resolve) => waiting.set(count, resolve));
  return { player, clock, heard, until };
}

test("the past is heard at its own times, and the clock is right again afterwards", async () => {
  const { player, clock, heard } = playing({ past: [prompt(-60_000), stop(-1_000)], live: [] });
  await player.playPast();
  expect(heard.map(({ at }) => at.toISOString())).toEqual([
    "2026-11-21T13:41:00.000Z",
    "2026-11-21T13:41:59.000Z",
  ]);
  expect(systemClock.now().getTime() - clock.now().getTime()).toBeLessThan(60_000);
});

test("what is live is played over and over, each time as something new", async () => {
  const { player, heard, until } = playing({ past: [], live: [prompt(0), stop(1)] });
  const threeRounds = until(6);
  player.startLive();
  await threeRounds;
  await player.stop();
  const prompts = heard.slice(0, 6).filter(({ event }) => event === "UserPromptSubmit");
  const stops = heard.slice(0, 6).filter(({ event }) => event === "Stop");
  expect(new Set(prompts.map(({ promptId }) => promptId)).size).toBe(3);
  expect(stops.map(({ promptId }) => promptId)).toEqual(prompts.map(({ promptId }) => promptId));
});

test("a stopped player plays nothing more", async () => {
  const { player, heard, until } = playing({ past: [], live: [prompt(0), stop(3_600_000)] });
  const first = until(1);
  player.startLive();
  await first;
  await player.stop();
  expect(heard).toHaveLength(1);
});
