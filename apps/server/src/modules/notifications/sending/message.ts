import type { Agent, Question } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";
import type { NotificationLevel, NotificationReason } from "@signalbox/contract/notification-channels";

/** A button of a notification: what it says, and the token that answers. */
export interface Button {
  decision: "allow" | "deny";
  token: string;
}

/** What is sent, whatever by. */
export interface Message {
  /** The same at every try, so that who takes it can tell a second one. */
  id: string;
  kind: "notice" | "reminder" | "digest" | "test";
  reason: NotificationReason | null;
  /** What a bot tells is more or less pressing. */
  level: NotificationLevel | null;
  title: string;
  body: string;
  url: string;
  at: Date;
  agentId: string | null;
  questionId: string | null;
  buttons: readonly Button[];
}

const cliNames: Readonly<Record<Backend, string>> = {
  claude: "Claude Code",
  codex: "Codex",
  gemini: "Gemini CLI",
  opencode: "OpenCode",
  goose: "goose",
};

const saysOf: Readonly<Record<NotificationReason, string>> = {
  permission: "asks for permission",
  plan: "has a plan for you to approve",
  question: "asks you a question",
  finished: "is done",
  failed: "has failed",
  rate_limited: "is held up by a rate limit",
  bot: "has something to tell you",
  silence: "has not been heard of for a while",
};

const countsOf: Readonly<Record<NotificationReason, readonly [string, string]>> = {
  permission: ["permission", "permissions"],
  plan: ["plan", "plans"],
  question: ["question", "questions"],
  finished: ["done", "done"],
  failed: ["failed", "failed"],
  rate_limited: ["at a rate limit", "at a rate limit"],
  bot: ["told by a bot", "told by bots"],
  silence: ["silent", "silent"],
};

export interface Told {
  reason: NotificationReason;
  reminds: boolean;
  agent: Agent | null;
  projectName: string | null;
  question: Question | null;
  /** Whether what is asked may be said. */
  content: boolean;
}

const longestBody = 400;

/** What is said of one notice. Without content it names the CLI and nothing that people or agents wrote. */
export function wordsOf({ reason, reminds, agent, projectName, question, content }: Told): {
  title: string;
  body: string;
  /** Whether all of what is asked is said. */
  whole: boolean;
} {
  const who = agent === null ? "An agent" : cliNames[agent.backend];
  const still = reminds ? "Still waiting: " : "";
  const title = `${still}${who} ${saysOf[reason]}`;
  if (!content) return { title, body: "Open Signalbox to see it.", whole: false };
  const place = projectName === null ? [] : [projectName];
  const asked = question?.text ?? agent?.title;
  const body = oneLine([...place, ...(asked ? [asked] : [])].join(": "));
  if (body.length > longestBody) return { title, body: `${body.slice(0, longestBody - 1)}…`, whole: false };
  return { title, body: body === "" ? "Open Signalbox to see it." : body, whole: body !== "" };
}

/** What is said of several together. */
export function wordsOfMany(reasons: readonly NotificationReason[]): { title: string; body: string } {
  const counts = [...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => {
    const [one, several] = countsOf[reason];
    return `${all.length} ${all.length === 1 ? one : several}`;
  });
  const title = reasons.length === 1 ? "One more notification" : `${reasons.length} more notifications`;
  return { title, body: `${counts.join(", ")}.` };
}

/** What is said where a bot tells something: in its own words, where the channel may carry them. */
export const wordsOfBot = ({ title, body, content }: { title: string; body: string; content: boolean }) => ({
  title: content ? title : `A bot ${saysOf.bot}`,
  body: content && body !== "" ? body : "Open Signalbox to see it.",
  whole: false,
});

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
