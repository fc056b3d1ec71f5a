import { randomUUID } from "node:crypto";
import { claudeHome } from "@signalbox/testkit/claude";
import { type Seen, watchedCli } from "./watched-cli.ts";

export type { Seen } from "./watched-cli.ts";

/** The real server, and a home with a real `claude`. */
export async function watchedClaude() {
  const { home: claude, ...world } = await watchedCli("claude", claudeHome);
  return {
    ...world,
    claude,
    /** A session with an id of our choice, headless or in a terminal, and what is seen of it. */
    session: () => {
      const id = randomUUID();
      const isIt = ({ sessionId }: { sessionId: string }) => sessionId === id;
      return {
        id,
        print: (prompt: string) => claude.print(prompt, "--session-id", id),
        open: () => claude.open("--session-id", id),
        see: () => world.see(isIt),
        seen: (what: string, found: (seen: Seen) => boolean) => world.seen(isIt, what, found),
      };
    },
  };
}
