import type { TerminalEnding } from "@signalbox/contract/terminals";

interface Words {
  title: string;
  why: string;
}

/** Why there is nothing to see, for a person. */
export const wordsOf = ({
  reason,
  machine,
}: {
  reason: TerminalEnding;
  machine?: string | undefined;
}): Words => {
  const words = endingWords[reason];
  return machine === undefined ? words : { ...words, title: `It runs on ${machine}` };
};

const endingWords: Record<TerminalEnding, Words> = {
  no_agent: { title: "No agent is at this address", why: "It may have been erased." },
  no_process: {
    title: "Its process is not watched here",
    why: "The agent has ended, or it runs on another machine, of which no node runs now.",
  },
  elsewhere: {
    title: "It runs on another machine",
    why: "A terminal is shown by a node of its own machine: this page came from another one.",
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
