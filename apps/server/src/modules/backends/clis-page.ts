import type { BackendAdapter, LaunchableAdapter } from "./adapter.ts";
import { adapters, launchable } from "./adapters.ts";

/** docs/clis.md: how each CLI is entered, and what it can't tell, from the adapters themselves. */
export const clisPage = (): string => `# The CLIs that are watched

<!-- Written by \`node scripts/write-clis.ts\` from modules/backends/<cli>/. -->

\`bin/signalbox hooks install <cli>\` enters Signalbox into one file of the CLI; \`hooks remove\` takes it out again. Where
the CLI's variable is set for the terminal and not for the server, give it to the server too (\`.env\`).

| CLI | file | its folder | a change is noticed | events |
|---|---|---|---|---|
${adapters.map(entryRow).join("\n")}

Codex runs hooks only once you trust them: the first \`codex\` in a terminal after installing says "Hooks need review";
choose "Trust all and continue". What you trusted is in \`config.toml\` beside the file, by the place and a hash of each
entry, so an entry that changes has to be trusted anew. Until then none of them runs. \`codex exec\` does not say so; the
status of hooks does.

OpenCode has no hooks. Its file is a small plugin, which sends its events in the background, one after another.

## What can be done by keys

In a pane of tmux that is watched ([answering](answering.md)).

| CLI | answered | spoken to, interrupted |
|---|---|---|
${adapters.map(keysRow).join("\n")}

## What can be done without a terminal

Of agents that Signalbox [starts without one](launching.md#without-a-terminal), over the protocol of their CLI: of several ways
the first whose program is found. Of goose nothing else is known: only what Signalbox starts itself is watched, over that protocol.

| CLI | protocol | by the program | answered | spoken to, interrupted |
|---|---|---|---|---|
${launchable.flatMap(headlessRows).join("\n")}

## What they can't tell

A dash: that source tells it. What is not here, hooks tell.

| CLI | what | by hook | by transcript |
|---|---|---|---|
${adapters.flatMap(spotRows).join("\n")}
`;

const folders: Readonly<Record<BackendAdapter["backend"], string>> = {
  claude: "`CLAUDE_CONFIG_DIR`, else `~/.claude`",
  codex: "`CODEX_HOME`, else `~/.codex`",
  gemini: "`.gemini` in `GEMINI_CLI_HOME`, else in the home folder",
  opencode: "`opencode` in `XDG_CONFIG_HOME`, else in `~/.config`",
};

const moments = { at_once: "at once", at_start: "at the next start" } as const;

function entryRow({ name, backend, hookEntry }: BackendAdapter): string {
  const events =
    hookEntry.kind === "settings"
      ? hookEntry.block.subscriptions.map(({ event }) => event)
      : hookEntry.events;
  const noticed = moments[hookEntry.noticed];
  return `| ${name} | \`${hookEntry.file}\` | ${folders[backend]} | ${noticed} | ${events.join(", ")} |`;
}

const kindWords = {
  text: "words",
  options: "choices",
  plan: "plans",
  permission: "permissions",
} as const;

function keysRow({ name, dialogs, input }: BackendAdapter): string {
  const kinds = [...(dialogs?.kinds ?? []), ...(input === undefined ? [] : (["text"] as const))];
  const answered = kinds.length === 0 ? "–" : kinds.map((kind) => kindWords[kind]).join(", ");
  return `| ${name} | ${answered} | ${input === undefined ? "–" : "yes"} |`;
}

const protocols = { stream_json: "stream-json, two-way", acp: "Agent Client Protocol" } as const;
const answeredOver = {
  stream_json: "permissions, choices, plans, words",
  acp: "permissions (without words to a refusal, or another input), words",
} as const;

const headlessRows = ({ name, headless }: LaunchableAdapter): string[] =>
  headless.map(
    ({ protocol, program, asks }) =>
      `| ${name} | ${protocols[protocol]} | \`${program}\` | ${asks === undefined ? "" : "plans, "}${answeredOver[protocol]} | yes |`,
  );

const spotRows = ({ name, blindSpots }: BackendAdapter): string[] =>
  blindSpots.map(({ of, hook, transcript }) => `| ${name} | ${of} | ${hook ?? "–"} | ${transcript ?? "–"} |`);
