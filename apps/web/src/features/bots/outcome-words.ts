import type { BotContent, createBot } from "@signalbox/contract/bots";
import { notificationLevels } from "@signalbox/contract/notification-channels";
import type { OutcomeKind, OutcomeTime } from "@signalbox/contract/outcomes";
import type { BodyInputOf } from "@signalbox/contract/route";

type Outcome = BotContent["outcomes"][number];
type Sent = NonNullable<BodyInputOf<typeof createBot>["outcomes"]>[number];

/** An outcome as it is typed: each field a text, an empty one what is usual. */
export interface OutcomeWords {
  /** Keeps its row apart from others. */
  key: string;
  kind: OutcomeKind;
  when: OutcomeTime;
  fields: Readonly<Record<string, string>>;
}

interface FieldWords {
  name: string;
  label: string;
  hint?: string;
  /** Many lines. */
  isLong?: true;
  /** One of these alone. */
  choices?: readonly string[];
  /** What it is until one is chosen. */
  usual?: string;
}

const body = { name: "body", label: "Text", hint: "The result where it is empty", isLong: true } as const;
const branch = { name: "branch", label: "Branch", hint: "One of its own where it is empty" };
const title = { name: "title", label: "Title", hint: "The bot's name where it is empty" };
const message = { name: "message", label: "Commit message" };
const repository = {
  name: "repository",
  label: "Repository",
  hint: "owner/name; where it is empty, the one that the execution is about",
};

/** What is typed of each kind. */
export const outcomeFields: Readonly<Record<OutcomeKind, readonly FieldWords[]>> = {
  comment: [body],
  review: [],
  status: [
    { name: "context", label: "Name of the status" },
    { name: "description", label: "Description" },
  ],
  branch: [{ ...branch, name: "name" }, message],
  pull_request: [repository, branch, { name: "base", label: "Into", hint: "A branch" }, title, body, message],
  issue: [repository, title, body, { name: "labels", label: "Labels", hint: "Separated by commas" }],
  file: [
    { name: "path", label: "Path", hint: "From the folder on that it works in" },
    { ...body, name: "content" },
  ],
  webhook: [
    { name: "url", label: "Address" },
    { ...body, name: "text" },
  ],
  notification: [
    title,
    body,
    { name: "level", label: "How pressing", choices: notificationLevels, usual: "usual" },
  ],
  bot: [{ name: "values", label: "Values", hint: "One a line: name = template", isLong: true }],
};

export const newOutcome = (): OutcomeWords => ({
  ...{ key: crypto.randomUUID(), kind: "comment", when: "succeeded", fields: {} },
});

export const wordsOfOutcome = ({ kind, when, ...rest }: Outcome): OutcomeWords => ({
  ...{ key: crypto.randomUUID(), kind, when },
  fields: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, textOf(value)])),
});

const textOf = (
  value: string | boolean | null | readonly string[] | Readonly<Record<string, string>>,
): string => {
  if (value === null || value === false) return "";
  if (value === true) return "yes";
  if (typeof value === "string") return value;
  if (isList(value)) return value.join(", ");
  return Object.entries(value)
    .map(([name, template]) => `${name} = ${template.replaceAll("\n", "\\n")}`)
    .join("\n");
};

const isList = (value: unknown): value is readonly string[] => Array.isArray(value);

/** What is sent; whether it will do, the server says. */
export function outcomeOf({ kind, when, fields }: OutcomeWords): Sent {
  const given = (name: string) => {
    const text = fields[name]?.trim() ?? "";
    return text === "" ? undefined : text;
  };
  const must = (name: string) => given(name) ?? "";
  switch (kind) {
    case "review":
      return { kind, when };
    case "comment":
      return { kind, when, body: given("body") };
    case "status":
      return { kind, when, context: given("context"), description: given("description") };
    case "branch":
      return { kind, when, name: given("name"), message: given("message") };
    case "pull_request": {
      const [branch, message, draft] = [given("branch"), given("message"), given("draft") !== undefined];
      const where = { repository: given("repository"), base: given("base"), branch, draft };
      return { kind, when, ...where, title: given("title"), body: given("body"), message };
    }
    case "issue": {
      const labels = must("labels").split(",");
      const words = { title: given("title"), body: given("body"), repository: given("repository") };
      return { kind, when, ...words, labels: labels.map((label) => label.trim()).filter(Boolean) };
    }
    case "file":
      return { kind, when, path: must("path"), content: given("content") };
    case "webhook":
      return { kind, when, url: must("url"), text: given("text") };
    case "notification":
      return { kind, when, title: given("title"), body: given("body"), level: levelIn(given("level")) };
    case "bot":
      return { kind, when, botId: must("botId"), values: valuesIn(must("values")) };
  }
}

const levelIn = (text: string | undefined) => notificationLevels.find((level) => level === text);

const valuesIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split("\n").flatMap((line): [string, string][] => {
      const at = line.indexOf("=");
      return at === -1
        ? []
        : [
            [
              line.slice(0, at).trim(),
              line
                .slice(at + 1)
                .trim()
                .replaceAll("\\n", "\n"),
            ],
          ];
    }),
  );

const onGithub: ReadonlySet<OutcomeKind> = new Set(["comment", "review", "status", "pull_request", "issue"]);

/** Whether it is left on GitHub, over its API. */
export const needsGithub = ({ kind }: { kind: OutcomeKind }): boolean => onGithub.has(kind);
