import { basename, join } from "node:path";
import { geminiHome } from "@signalbox/testkit/gemini";
import { end, fail, queue, tool, work } from "./plays.ts";
import type { Cast, Stage, Steps } from "./stage.ts";

const asks = "Allow execution of";
const options = ["red", "blue"].map((label) => ({ label, description: label }));
// A question mark opens its help.
const question = tool("ask_user", {
  questions: [{ header: "Colour", question: "Which colour", type: "choice", options }],
});

const ask = async ({ terminal, stands }: Stage) => {
  await terminal.submit("[[bash touch one]] [[text All done]]");
  await terminal.until(asks);
  await stands("asks (permission)");
};
const refuse = (key: string) => async (on: Stage) => {
  await ask(on);
  await on.terminal.answer(asks, key);
  await on.terminal.until("Request cancelled");
};
const choose = async ({ terminal }: Stage) => {
  await terminal.submit(`${question} [[text Blue it is]]`);
  await terminal.until("Answer Questions");
};
const mode = (name: string) => new RegExp(`^ ${name} `, "m");
/** In plan mode it writes its plan into a folder of the session's, and shows it from there. */
const plan = async ({ world, terminal, stands }: Stage) => {
  const { agent } = await stands("idle");
  await terminal.press("BTab");
  await terminal.until(mode("auto-accept edits"));
  await terminal.press("BTab");
  await terminal.until(mode("plan"));
  const { home, workspace } = world.home;
  const folder = join(home, ".gemini", "tmp", basename(workspace), agent?.sessionId ?? "", "plans");
  const leave = tool("exit_plan_mode", { plan_filename: "paint.md" });
  await terminal.submit(`[[write ${folder}/paint.md :: # Paint it]] ${leave} [[text All painted]]`);
  await terminal.until("Ready to start implementation?");
};
const interrupt = async ({ terminal }: Stage) => {
  await terminal.press("Escape");
  await terminal.until("Request cancelled");
};

const steps: Steps = {
  asked: { play: ask, shows: "asks (permission)" },
  allowed: {
    async play(on) {
      await ask(on);
      await on.terminal.answer(asks, "1");
      await on.terminal.until("✦ All done");
    },
    shows: "done",
  },
  denied: { play: refuse("3"), shows: "interrupted" },
  escaped: { play: refuse("Escape"), shows: "interrupted" },
  choosing: { play: choose, shows: "asks (options)" },
  chosen: {
    async play(on) {
      await choose(on);
      await on.stands("asks (options)");
      await on.terminal.answer("Enter to select", "2");
      await on.terminal.until("✦ Blue it is");
    },
    shows: "done",
  },
  planned: { play: plan, shows: "asks (plan)" },
  approved: {
    async play(on) {
      await plan(on);
      await on.stands("asks (plan)");
      await on.terminal.answer("Ready to start implementation?", "1");
      await on.terminal.until("✦ All painted");
    },
    shows: "done",
  },
  cut_before_words: {
    async play(on) {
      await work(on);
      await interrupt(on);
    },
    shows: "interrupted",
  },
  cut_in_words: {
    async play(on) {
      await on.terminal.submit("[[slow 500]] [[text one two three four five six seven eight nine ten]]");
      await on.terminal.until("✦ one");
      await interrupt(on);
    },
    shows: "interrupted",
  },
  cut_in_tool: {
    async play(on) {
      await on.terminal.submit("[[bash sleep 20]] [[text Not reached]]");
      await on.terminal.answer(asks, "1");
      await on.terminal.until((screen) => !screen.includes(asks));
      await interrupt(on);
    },
    shows: "interrupted",
  },
  queued: { play: queue, shows: "works", note: "it is told when its turn comes" },
  queue_taken: {
    async play(on) {
      await queue(on);
      await on.terminal.until("✦ Second done");
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
      await terminal.submit("/compress");
      await terminal.until(/[Cc]ompress/);
    },
    shows: "done",
  },
  resumed: {
    async play({ terminal, stands, reopen }) {
      await terminal.submit("[[text All done]]");
      await stands("done");
      await terminal.submit("/quit");
      await terminal.exited();
      await stands("ended, done");
      await reopen("--resume", "latest");
    },
    shows: "done",
  },
  child_working: { not: "its child agents don't work in the background" },
  child_done: { not: "its child agents don't work in the background" },
  unauthorised: { play: fail("[[http 401]]", "[API Error"), shows: "failed (authentication_failed)" },
  limited: { play: fail("[[http 429]]", "Thinking..."), shows: "works", lasts: true },
  overloaded: { play: fail("[[http 529]]", "Thinking..."), shows: "works", lasts: true },
  connection_cut: {
    play: fail("[[cut 3]] [[text one two three four five six]]", "[API Error"),
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

/** Gemini CLI. */
export const onGemini: Cast = {
  backend: "gemini",
  homeOf: geminiHome,
  steps,
};
