import { subscribersHome } from "@signalbox/testkit/claude";
import { end, fail, queue, tool, work } from "./plays.ts";
import type { Cast, Stage, Steps } from "./stage.ts";

const asks = "Do you want to proceed?";
const child = {
  description: "Look around",
  subagent_type: "general-purpose",
  run_in_background: true,
  prompt: "[[delay 4000]] [[text Nothing there]]",
};
const speaking =
  "[[slow 1500]] [[text one two three four five six seven eight nine ten eleven twelve thirteen fourteen]]";

const ask = async ({ terminal, stands }: Stage) => {
  await terminal.submit("[[bash touch one]] [[text All done]]");
  await terminal.until(asks);
  await stands("asks (permission)");
};
const choose = async ({ terminal }: Stage) => {
  await terminal.submit("[[ask Which colour? :: red | blue]] [[text Blue it is]]");
  await terminal.until("❯ 1. red");
};
const plan = async ({ terminal }: Stage) => {
  await terminal.press("BTab");
  await terminal.until("accept edits on");
  await terminal.press("BTab");
  await terminal.until("plan mode on");
  await terminal.submit(`${tool("ExitPlanMode", { plan: "# Paint it\n1. Buy paint" })} [[text All painted]]`);
  await terminal.until("Exit plan mode?");
};
const refused = /API Error|hit your|Invalid API key|Please run/;

const steps: Steps = {
  asked: { play: ask, shows: "asks (permission)" },
  allowed: {
    async play(on) {
      await ask(on);
      await on.terminal.answer(asks, "1");
      await on.terminal.until("● All done");
    },
    shows: "done",
  },
  denied: {
    async play(on) {
      await ask(on);
      await on.terminal.answer(asks, "4");
      await on.terminal.until("Interrupted");
    },
    shows: "interrupted",
  },
  escaped: {
    async play(on) {
      await ask(on);
      await on.terminal.answer(asks, "Escape");
      await on.terminal.until("Interrupted");
    },
    shows: "interrupted",
  },
  choosing: { play: choose, shows: "asks (options)" },
  chosen: {
    async play(on) {
      await choose(on);
      await on.stands("asks (options)");
      await on.terminal.answer("❯ 1. red", "2");
      await on.terminal.until("● Blue it is");
    },
    shows: "done",
  },
  planned: { play: plan, shows: "asks (plan)" },
  approved: {
    async play(on) {
      await plan(on);
      await on.stands("asks (plan)");
      await on.terminal.answer("Exit plan mode?", "1");
      await on.terminal.until("● All painted");
    },
    shows: "done",
  },
  cut_before_words: {
    async play(on) {
      await work(on);
      await on.terminal.press("Escape");
      await on.terminal.until((screen) => !screen.includes("esc to interrupt"));
    },
    shows: "interrupted",
  },
  cut_in_words: {
    async play({ terminal }) {
      await terminal.submit(speaking);
      await terminal.until(/↓ \d+ token/);
      await terminal.press("Escape");
      await terminal.until("Interrupted");
    },
    shows: "interrupted",
  },
  cut_in_tool: {
    async play({ terminal, usesTool }) {
      await terminal.submit("[[bash sleep 3 && echo slept]] [[text Not reached]]");
      await usesTool();
      await terminal.press("Escape");
      await terminal.until("Interrupted");
    },
    shows: "interrupted",
  },
  queued: { play: queue, shows: "works, 1 queued" },
  queue_taken: {
    async play(on) {
      await queue(on);
      await on.terminal.until("● Second done");
    },
    shows: "done",
  },
  cleared: {
    async play({ terminal, stands, nextSession }) {
      await terminal.submit("[[text All done]]");
      await stands("done");
      await nextSession();
      await terminal.submit("/clear");
    },
    shows: "idle",
  },
  compacted: {
    async play({ terminal, stands }) {
      await terminal.submit("[[text All done]]");
      await stands("done");
      await terminal.submit("/compact");
      await terminal.until(/[Cc]ompacted/);
    },
    shows: "done",
  },
  resumed: {
    async play({ terminal, stands, reopen }) {
      await terminal.submit("[[text All done]]");
      const { agent } = await stands("done");
      await terminal.submit("/exit");
      await terminal.exited();
      await stands("ended, done");
      await reopen("--resume", agent?.sessionId ?? "");
    },
    shows: "done",
  },
  child_working: {
    async play({ terminal }) {
      await terminal.submit(`${tool("Agent", child)} [[text It is looking]]`);
      await terminal.until("● It is looking");
    },
    shows: "works, a child works",
  },
  child_done: {
    async play({ terminal, stands }) {
      await terminal.submit(`${tool("Agent", child)} [[text It is looking]]`);
      await stands("works, a child works");
      await terminal.until(/Agent "Look around" finished/);
      await terminal.until("● Done.");
    },
    shows: "done",
  },
  unauthorised: { play: fail("[[http 401]]", refused), shows: "failed (authentication_failed)" },
  limited: {
    play: fail(
      "[[http 429 h.anthropic-ratelimit-unified-status=rejected h.anthropic-ratelimit-unified-representative-claim=five_hour h.anthropic-ratelimit-unified-reset=+3600]]",
      refused,
    ),
    shows: "failed (rate_limit, reset known)",
  },
  overloaded: { play: fail("[[http 529 type=overloaded_error]]", refused), shows: "failed (server_error)" },
  connection_cut: {
    async play({ terminal }) {
      await terminal.submit("[[cut 3]] [[text one two three four five six seven]]");
      await terminal.until(/API Error/);
    },
    shows: "failed (server_error)",
  },
  terminated: {
    play: end("SIGTERM"),
    shows: "ended, session_ended",
  },
  killed: {
    play: end("SIGKILL"),
    shows: "ended, lost",
  },
};

/** Claude Code, in its manual mode. */
export const onClaude: Cast = {
  backend: "claude",
  homeOf: subscribersHome,
  steps,
};
