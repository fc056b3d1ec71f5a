import type { Scope } from "@signalbox/contract/common";

/** `answer` is never in a key: answering takes a signed-in browser. */
export type KeyScope = Exclude<Scope, "answer">;

/** What a key with a scope may do. */
export const scopeWords: Record<KeyScope, string> = {
  read: "Read agents, questions and events",
  "signals:write": "Report what agents do, as hooks must",
  operate: "Install hooks, run jobs, backups and exports",
  admin: "Make and revoke keys",
};
