import { type Ledger, ledger } from "./ledger.testing.ts";

/** The id of a session that has not been given one. */
export const s = "session-1";
type Extra = Record<string, unknown>;

/** A session that speaks hooks, one every ten seconds unless told otherwise. */
export function session(book: Ledger = ledger(), id = s) {
  let now = 0;
  const say = (event: string, extra: Extra = {}, { after = 10_000, pid = null as number | null } = {}) => {
    now += after;
    return book.hear(
      { session_id: id, cwd: "/w", hook_event_name: event, prompt_id: "p1", ...extra },
      now,
      0,
      { pid },
    );
  };
  return {
    book,
    say,
    prompt: (text: string, promptId = "p1", timing = {}) =>
      say("UserPromptSubmit", { prompt: text, prompt_id: promptId }, timing),
    asks: (command: string, timing = {}) =>
      say("PermissionRequest", { tool_name: "Bash", tool_input: { command } }, timing),
    get agent() {
      const agent = book.agent(id);
      if (agent === undefined) throw new Error("no agent yet");
      return agent;
    },
    get commands() {
      return book.commands.map(({ state, outcome }) => outcome ?? state);
    },
  };
}
