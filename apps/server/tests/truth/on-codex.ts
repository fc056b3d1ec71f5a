import { codexHome, trustHooks } from "@signalbox/testkit/codex";
import { end, fail, queue, tool, work } from "./plays.ts";
import { type Cast, modelAsked, type Stage, type Steps } from "./stage.ts";

const asks = "Would you like to run";
const escalated = (cmd: string) =>
  tool("exec_command", { cmd, sandbox_permissions: "require_escalated", justification: "Needed" });

/** What runs in the terminal is but its screen. */
const daemon = "it does: its daemon goes on";

const ask = async ({ terminal, stands }: Stage) => {
  await terminal.submit(`${escalated("touch one")} [[text All done]]`);
  await terminal.until(asks);
  await stands("asks (permission)");
};
const refuse = (key: string) => async (on: Stage) => {
  await ask(on);
  await on.terminal.answer(asks, key);
  await on.terminal.until("Conversation interrupted");
};
const planMode = async ({ terminal }: Stage) => {
  await terminal.submit("/plan");
  await terminal.until("for Plan mode");
};
/** Its model may ask in plan mode alone. */
const choose = async (on: Stage) => {
  await planMode(on);
  const options = ["red", "blue"].map((label) => ({ label, description: label }));
  const question = { id: "colour", header: "Colour", question: "Which colour?", options };
  const asking = tool("request_user_input", { questions: [question] });
  await on.terminal.submit(`${asking} [[text Blue it is]]`);
  await on.terminal.until("enter to submit answer");
};
const child = tool("collaboration.spawn_agent", {
  message: "[[delay 4000]] [[text Nothing there]]",
  task_name: "look",
});
const plan = async (on: Stage) => {
  const { terminal } = on;
  await planMode(on);
  await terminal.submit(String.raw`[[text <proposed_plan>\n# Paint it\n\n1. Buy paint\n</proposed_plan>]]`);
  await terminal.until("Implement this plan?");
};
const interrupt = async ({ terminal }: Stage) => {
  await terminal.press("Escape");
  await terminal.until("Conversation interrupted");
};

const steps: Steps = {
  asked: { play: ask, shows: "asks (permission)" },
  allowed: {
    async play(on) {
      await ask(on);
      await on.terminal.answer(asks, "1");
      await on.terminal.until("• All done");
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
      await on.terminal.answer("enter to submit answer", "2");
      await on.terminal.until("• Blue it is");
    },
    shows: "done",
  },
  planned: { play: plan, shows: "asks (plan)" },
  approved: {
    async play(on) {
      await plan(on);
      await on.stands("asks (plan)");
      await on.terminal.answer("Implement this plan?", "1");
      await on.terminal.until("• Stub reply to: Implement the plan.");
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
      await on.terminal.until("• one");
      await interrupt(on);
    },
    shows: "interrupted",
  },
  cut_in_tool: {
    async play(on) {
      await on.terminal.submit(
        `${tool("exec_command", { cmd: "sleep 20; echo slept", yield_time_ms: 15000 })} [[text Not reached]]`,
      );
      await on.usesTool();
      await interrupt(on);
    },
    shows: "interrupted",
  },
  queued: { play: queue, shows: "works", note: "it joins what is being done" },
  queue_taken: {
    async play(on) {
      await queue(on);
      await on.terminal.until("• Second done");
    },
    shows: "done",
  },
  cleared: {
    async play({ terminal, stands, nextSession }) {
      await terminal.submit("[[text All done]]");
      await stands("done");
      await nextSession();
      await terminal.submit("/new");
      await terminal.until((screen) => !screen.includes("All done"));
      await terminal.submit("[[text Anew]]");
      await terminal.until("• Anew");
    },
    shows: "done",
  },
  compacted: {
    async play({ terminal, stands }) {
      await terminal.submit("[[text All done]]");
      await stands("done");
      await terminal.submit("/compact");
      await terminal.until("Context compacted");
    },
    shows: "done",
  },
  resumed: {
    async play({ world, terminal, stands, reopen }) {
      await terminal.submit("[[text All done]]");
      const { agent } = await stands("done");
      await terminal.submit("/quit");
      await terminal.exited();
      const again = await reopen("resume", agent?.sessionId ?? "");
      await again.until("? for shortcuts");
      await again.submit("[[delay 60000]] [[text Resumed]]");
      await modelAsked(world, "Resumed");
    },
    shows: "works",
  },
  child_working: {
    async play({ terminal }) {
      await terminal.submit(`${child} [[text It is looking]]`);
      await terminal.until("• It is looking");
    },
    shows: "done, a child works",
    note: "the child's end wakes nobody",
  },
  child_done: {
    async play({ terminal, stands }) {
      await terminal.submit(`${child} [[text It is looking]]`);
      await stands("done, a child works");
      await terminal.until("• Completed `/root/look`");
    },
    shows: "done",
  },
  unauthorised: { play: fail("[[http 401]]", "Status 401 as"), shows: "failed (authentication_failed)" },
  limited: {
    play: fail("[[http 429 type=usage_limit_reached]]", "hit your usage limit"),
    shows: "failed (rate_limit)",
  },
  overloaded: { play: fail("[[http 529]]", "Status 529 as"), shows: "failed (server_error)" },
  connection_cut: {
    play: fail("[[cut 3]] [[text one two three four five six]]", "stream disconnected"),
    shows: "failed (server_error)",
  },
  terminated: {
    play: end("SIGTERM"),
    shows: "works",
    lasts: true,
    note: daemon,
  },
  killed: {
    play: end("SIGKILL"),
    shows: "works",
    lasts: true,
    note: daemon,
  },
};

/** Codex, whose hooks are trusted. */
export const onCodex: Cast = {
  backend: "codex",
  homeOf: codexHome,
  async prepare({ home }) {
    const terminal = await home.open();
    await trustHooks(terminal);
    await terminal.close();
  },
  ready: (terminal) => terminal.until("? for shortcuts"),
  steps,
};
