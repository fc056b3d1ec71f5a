/** What any program of a person may find, and what their CLIs are told by. */
const names = new Set(
  "HOME USER LOGNAME SHELL PATH LANG LANGUAGE TZ TMPDIR TERM COLORTERM EDITOR VISUAL PAGER SSH_AUTH_SOCK".split(
    " ",
  ),
);
const proxies = /^(?:https?|all|no)_proxy$/i;
const families =
  /^(?:LC_|XDG_|ANTHROPIC_|CLAUDE_|OPENAI_|CODEX_|GEMINI_|GOOGLE_|OPENCODE|AWS_|NODE_EXTRA_CA_CERTS$|DISABLE_AUTOUPDATER$|NVM_|VOLTA_|ASDF_|MISE_|GIT_SSH)/;
/** What an agent leaves to what it starts: a CLI that found it would take itself for a part of that agent. */
const nesting =
  /^(?:CLAUDECODE|CLAUDE_PID|CLAUDE_CODE_(?:ENTRYPOINT|SSE_PORT|SESSION_ID)|CODEX_SANDBOX\w*|CODEX_THREAD_ID|GEMINI_CLI|OPENCODE|OPENCODE_PID)$/;
/** Ours are never among them: an agent would find the keys to the room it is watched from. */
const ours = /^(?:SIGNALBOX_\w+|DATABASE_URL|REDIS_URL)$/;

/** The environment of an agent that is started here: what is on the list, and what a person added by name. */
export const launchEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
  added: readonly string[],
): Record<string, string> => {
  const isWanted = (name: string) =>
    added.includes(name) ||
    ((names.has(name) || proxies.test(name) || families.test(name)) && !nesting.test(name));
  const found = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value !== "" && !ours.test(name) && isWanted(name) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(found);
};
