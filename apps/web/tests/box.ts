import { randomUUID } from "node:crypto";
import { test as base, expect, type Page } from "@playwright/test";
import { type HookBody, type HookSession, hookSession, type ToolCall } from "@signalbox/testkit/hook-session";
import { type RunningServer, runServer, type ServerOptions } from "@signalbox/testkit/server";

export { expect, type Page };

/** A server with the means to send it hooks and to sign a browser in. */
export interface Box {
  server: RunningServer;
  hear(body: HookBody): Promise<void>;
  /** A new session in a folder of its own, so that tests on one server don't meet. */
  session(project?: string): HookSession;
  signIn(page: Page): Promise<void>;
  /** Where a fresh sign-in link leads. */
  signInLink(): Promise<string>;
}

export const openBox = async (options: ServerOptions = {}): Promise<Box> => {
  const server = await runServer(options);
  const post = (path: string, body?: unknown) =>
    server.fetch(path, {
      method: "POST",
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
  const signInLink = async () => {
    const reply: { url: string } = await (await post("/api/sign-in-links")).json();
    return reply.url;
  };
  return {
    server,
    hear: async (body) => {
      const reply = await post("/hooks/claude", body);
      expect(reply.status, await reply.text()).toBe(202);
    },
    session: (project = `project-${randomUUID().slice(0, 8)}`) =>
      hookSession({ sessionId: randomUUID(), cwd: `/workspace/${project}` }),
    signInLink,
    signIn: async (page) => {
      await page.addInitScript(() => localStorage.setItem("signalbox.welcome-skipped", "yes"));
      await page.goto(await signInLink());
      await expect(page.getByRole("heading", { name: "Now", level: 1 })).toBeVisible();
    },
  };
};

interface Fixtures {
  /** A page that is signed in and shows Now. */
  signedIn: Page;
}

/** Tests share a server; their sessions and projects are their own. A test about the whole box opens one for itself. */
export const test = base.extend<Fixtures, { box: Box }>({
  box: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    async ({}, use) => {
      const box = await openBox();
      await use(box);
      await box.server.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  signedIn: async ({ box, page }, use) => {
    await box.signIn(page);
    await use(page);
  },
});

export const bash = (command: string, description = "Try it"): ToolCall => ({
  name: "Bash",
  useId: `toolu_${randomUUID()}`,
  input: { command, description },
  response: { stdout: "done\n", stderr: "", interrupted: false },
});

interface Choice {
  question: string;
  labels: readonly string[];
  multiSelect?: boolean;
}

export const choices = (...parts: readonly Choice[]): ToolCall => ({
  name: "AskUserQuestion",
  useId: `toolu_${randomUUID()}`,
  input: {
    questions: parts.map(({ question, labels, multiSelect = false }) => ({
      question,
      header: "Choice",
      multiSelect,
      options: labels.map((label) => ({ label, description: `Why ${label.toLowerCase()}` })),
    })),
  },
  response: {},
});

export const choice = (question: string, labels: readonly string[], multiSelect = false): ToolCall =>
  choices({ question, labels, multiSelect });

/** Some versions of the CLI keep the plan to themselves. */
export const plan = (text?: string): ToolCall => ({
  name: "ExitPlanMode",
  useId: `toolu_${randomUUID()}`,
  input: text === undefined ? {} : { plan: text },
  response: {},
});
