import { opencodeHome } from "@signalbox/testkit/opencode";
import { end, fail, prompt, queue, work } from "./plays.ts";
import { type Cast, modelAsked, type Stage, type Steps } from "./stage.ts";

const asks = "Permission required";

const ask = async (on: Stage) => {
  await prompt(on, "[[bash touch one]] [[text All done]]");
  await on.terminal.until(asks);
  await on.stands("asks (permission)");
};
const choose = async (on: Stage) => {
  await prompt(on, "[[ask Which colour? :: red | blue]] [[text Blue it is]]");
  await on.terminal.until("Type your own answer");
};
const interrupt = async ({ terminal }: Stage) => {
  await terminal.press("Escape");
  await terminal.until("again to interrupt");
  await terminal.press("Escape");
  await terminal.until("· interrupted");
};

const steps: Steps = {
  asked: { play: ask, shows: "asks (permission)" },
  allowed: {
    async play(on) {
      await ask(on);
      await on.terminal.answer(asks, "Enter");
      await on.terminal.until(/^ {5}All done/m);
    },
    shows: "done",
  },
  denied: {
    async play(on) {
      await ask(on);
      await on.terminal.press("Right");
      await on.terminal.press("Right");
      await on.terminal.press("Enter");
      await on.terminal.until((screen) => !screen.includes(asks));
    },
    shows: "interrupted",
  },
  escaped: {
    async play(on) {
      await ask(on);
      await on.terminal.answer(asks, "Escape");
    },
    shows: "interrupted",
  },
  choosing: { play: choose, shows: "asks (options)" },
  chosen: {
    async play(on) {
      await choose(on);
      await on.stands("asks (options)");
      await on.terminal.answer("Type your own answer", "2");
      await on.terminal.until(/^ {5}Blue it is/m);
    },
    shows: "done",
  },
  planned: { not: "no plan is put to the person" },
  approved: { not: "no plan is put to the person" },
  cut_before_words: {
    async play(on) {
      await work(on);
      await interrupt(on);
    },
    shows: "interrupted",
  },
  cut_in_words: {
    async play(on) {
      await prompt(on, "[[slow 1000]] [[text one two three four five six seven eight nine ten]]");
      await on.terminal.until(/^ {5}one/m);
      await interrupt(on);
    },
    shows: "interrupted",
  },
  cut_in_tool: {
    async play(on) {
      await prompt(on, "[[bash sleep 20]] [[text Not reached]]");
      await on.terminal.answer(asks, "Enter");
      await on.terminal.until((screen) => !screen.includes(asks));
      await interrupt(on);
    },
    shows: "interrupted",
  },
  queued: { play: queue, shows: "works, 1 queued" },
  queue_taken: {
    async play(on) {
      await queue(on);
      await on.terminal.until(/^ {5}Second done/m);
    },
    shows: "done",
  },
  cleared: {
    async play(on) {
      await prompt(on, "[[text All done]]");
      await on.stands("done");
      await on.nextSession();
      await on.terminal.submit("/new");
      await on.terminal.until("Ask anything");
      await prompt(on, "[[text Anew]]");
      await on.terminal.until(/^ {5}Anew/m);
    },
    shows: "done",
  },
  compacted: {
    async play(on) {
      await prompt(on, "[[text All done]]");
      await on.stands("done");
      await on.terminal.submit("/compact");
      await on.terminal.until(/Compaction · stub-model · /);
    },
    shows: "done",
  },
  resumed: {
    async play(on) {
      const { world, terminal, stands, reopen } = on;
      await prompt(on, "[[text All done]]");
      const { agent } = await stands("done");
      await terminal.submit("/exit");
      await terminal.exited();
      await stands("ended, done");
      const again = await reopen("--session", agent?.sessionId ?? "");
      await again.submit("[[delay 60000]] [[text Resumed]]");
      await modelAsked(world, "Resumed");
    },
    shows: "works",
  },
  child_working: { not: "its child agents don't work in the background" },
  child_done: { not: "its child agents don't work in the background" },
  unauthorised: { play: fail("[[http 401]]", "Status 401 as"), shows: "failed (authentication_failed)" },
  limited: {
    play: fail("[[http 429 retry-after=3600]]", "retrying in"),
    shows: "works, held up (rate_limit, reset known)",
  },
  overloaded: {
    play: fail("[[http 529]]", "retrying in"),
    shows: "works, held up (server_error, reset known)",
  },
  connection_cut: {
    play: fail("[[cut 3]] [[text one two three four five six]]", "retrying in"),
    shows: "works, held up (server_error, reset known)",
  },
  terminated: {
    play: end("SIGTERM"),
    shows: "ended, interrupted",
    note: "it stops its work before it leaves",
  },
  killed: {
    play: end("SIGKILL"),
    shows: "ended, lost",
  },
};

/** OpenCode, which asks before each command but echo. */
export const onOpencode: Cast = {
  backend: "opencode",
  homeOf: opencodeHome,
  steps,
};
