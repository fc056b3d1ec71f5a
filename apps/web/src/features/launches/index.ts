import { lazyPart } from "../../lib/lazy-part.tsx";

export { followLaunches } from "./live.ts";

/** Fetched when it is shown: most pages start and end nothing. */
export const StartAgent = lazyPart(() =>
  import("./components/start-agent.tsx").then((part) => part.StartAgent),
);
export const PaneOrWhy = lazyPart(() =>
  import("./components/pane-or-why.tsx").then((part) => part.PaneOrWhy),
);
export const UnheardStarts = lazyPart(() =>
  import("./components/unheard-starts.tsx").then((part) => part.UnheardStarts),
);
export const AgentTerminal = lazyPart(() =>
  import("./components/agent-terminal.tsx").then((part) => part.AgentTerminal),
);
