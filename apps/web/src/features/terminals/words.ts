import type { TerminalEnding } from "@signalbox/contract/terminals";

interface Words {
  title: string;
  why: string;
}

/** Why there is nothing to see, for a person. */
export const endingWords: Record<TerminalEnding, Words> = {
  no_agent: { title: "No agent is at this address", why: "It may have been erased." },
  no_process: {
    title: "Its process is not watched here",
    why: "The agent has ended, or it runs on another machine than this server.",
  },
  no_pane: {
    title: "It does not run in tmux",
    why: "Only a terminal within tmux can be shown. Start the agent in tmux to see it here.",
  },
  no_server: {
    title: "Its tmux server is not watched",
    why: "Name the socket of that server in SIGNALBOX_TMUX_SOCKETS.",
  },
  closed: { title: "The pane was closed", why: "Its program ended, or somebody closed it." },
  moved: { title: "The pane was moved", why: "It is looked for again." },
  unavailable: { title: "tmux does not answer", why: "It is asked again." },
};
