import type { BotVariable } from "@signalbox/contract/bots";
import type { BodyInputOf } from "@signalbox/contract/route";
import type { createTrigger, GithubEvent, TriggerContent, TriggerKind } from "@signalbox/contract/triggers";

type Of<K extends TriggerKind> = Extract<TriggerContent, { kind: K }>;
type Sent = BodyInputOf<typeof createTrigger>["content"];

/** What somebody types of a trigger of any kind; numbers as their digits, lists as lines or words. */
export interface TriggerWords
  extends Pick<Of<"schedule">, "cron" | "timeZone" | "missed">,
    Pick<Of<"github">, "sourceId" | "repository" | "from">,
    Pick<Of<"poll">, "url">,
    Pick<Of<"watch">, "projectId"> {
  kind: TriggerKind;
  filter: string;
  /** By the name of the variable: an expression, or a text where the clock starts it. */
  values: Readonly<Record<string, string>>;
  events: readonly GithubEvent[];
  actions: string;
  branches: string;
  paths: string;
  command: string;
  jitterSeconds: string;
  types: readonly string[];
  perHour: string;
  everyMinutes: string;
  compare: string;
  debounceSeconds: string;
}

export const nothing = (timeZone: string): TriggerWords => ({
  ...{ kind: "webhook", sourceId: "", filter: "", values: {} },
  ...{ repository: "", events: ["pull_request"], actions: "", branches: "", paths: "", command: "" },
  ...{ from: "writers", cron: "0 7 * * *", timeZone, missed: "once", jitterSeconds: "0" },
  ...{ types: [], perHour: "30", url: "", everyMinutes: "15", compare: "" },
  ...{ projectId: "", debounceSeconds: "5" },
});

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
const wordsIn = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== "");
const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

const typedOf = (content: TriggerContent): Partial<TriggerWords> => {
  switch (content.kind) {
    case "webhook":
      return { ...content, filter: content.filter ?? "" };
    case "github":
      return {
        ...{ ...content, filter: content.filter ?? "", command: content.command ?? "" },
        ...{ actions: content.actions.join(", "), branches: content.branches.join("\n") },
        paths: content.paths.join("\n"),
      };
    case "schedule":
      return { ...content, jitterSeconds: String(content.jitterSeconds) };
    case "event":
      return { ...content, filter: content.filter ?? "", perHour: String(content.perHour) };
    case "poll":
      return {
        ...{ ...content, filter: content.filter ?? "", perHour: String(content.perHour) },
        ...{ compare: content.compare ?? "", everyMinutes: String(content.everyMinutes) },
      };
    case "watch":
      return {
        ...{ ...content, filter: content.filter ?? "", perHour: String(content.perHour) },
        ...{ paths: content.paths.join("\n"), debounceSeconds: String(content.debounceSeconds) },
      };
  }
};

export const wordsOf = (content: TriggerContent): TriggerWords => ({
  ...nothing("UTC"),
  ...typedOf(content),
});

/** What is sent; an empty value is none, so that the bot's usual one stands. Whether it will do, the server says. */
export const contentOf = (words: TriggerWords, variables: readonly Pick<BotVariable, "name">[]): Sent => {
  const values = Object.fromEntries(
    variables.flatMap(({ name }) => {
      const value = words.values[name]?.trim() ?? "";
      return value === "" ? [] : [[name, value]];
    }),
  );
  const filter = orNull(words.filter);
  const { kind, sourceId, repository, events, from, timeZone, missed, types } = words;
  switch (kind) {
    case "webhook":
      return { kind, sourceId, filter, values };
    case "github":
      return {
        ...{ kind, sourceId, repository: repository.trim(), events: [...events], filter, values, from },
        ...{ actions: wordsIn(words.actions), branches: lines(words.branches), paths: lines(words.paths) },
        command: orNull(words.command),
      };
    case "schedule":
      return {
        ...{ kind, cron: words.cron.trim(), timeZone: timeZone.trim(), missed, values },
        jitterSeconds: Number(words.jitterSeconds),
      };
    case "event":
      return { kind, types: [...types], filter, values, perHour: Number(words.perHour) };
    case "poll":
      return {
        ...{ kind, url: words.url.trim(), compare: orNull(words.compare), filter, values },
        ...{ everyMinutes: Number(words.everyMinutes), perHour: Number(words.perHour) },
      };
    case "watch":
      return {
        ...{ kind, projectId: words.projectId, paths: lines(words.paths), filter, values },
        ...{ debounceSeconds: Number(words.debounceSeconds), perHour: Number(words.perHour) },
      };
  }
};

/** Of what others than writers begin, GitHub is asked whose it is. */
const byAnyone: readonly GithubEvent[] = ["pull_request", "issues", "issue_comment"];

/** Whether GitHub is asked for what it does not deliver: who may write, and what a pull request changes. */
export const asksGithub = ({ events, from, paths }: TriggerWords): boolean =>
  (from === "writers" && byAnyone.some((event) => events.includes(event))) ||
  (paths.trim() !== "" && events.includes("pull_request"));
