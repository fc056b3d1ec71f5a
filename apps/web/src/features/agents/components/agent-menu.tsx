import type { Agent } from "@signalbox/contract/agents";
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useRef, useState } from "react";
import { useKeys } from "../../../lib/keys.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { useFocusBack } from "../../../ui/use-focus-back.ts";
import { useAgentFile, useArchiveAgent, useEraseAgent } from "../records-queries.ts";

/** What can be done with an agent as a whole. */
export const AgentMenu = ({ agent }: { agent: Agent }) => {
  const file = useAgentFile(agent.id);
  const archive = useArchiveAgent(agent.id);
  const [erasing, setErasing] = useState(false);
  const button = useFocusBack(erasing);
  const keep = useRef<HTMLButtonElement>(null);
  const error = file.error ?? archive.error;
  return (
    <>
      {error === null ? null : (
        <span className="stop small" role="alert">
          {error.message}
        </span>
      )}
      {erasing ? <Erase agent={agent} keep={keep} onClose={() => setErasing(false)} /> : null}
      <Menu label="More" button={button} heir={() => keep.current}>
        <MenuItem onClick={() => file.mutate("markdown")}>Export as Markdown</MenuItem>
        <MenuItem onClick={() => file.mutate("json")}>Export as JSON</MenuItem>
        <MenuItem onClick={() => file.mutate("recording")}>This state is wrong: take a recording</MenuItem>
        {agent.endedAt === null ? null : (
          <MenuItem onClick={() => archive.mutate(agent.archivedAt === null)}>
            {agent.archivedAt === null ? "Archive" : "Bring back from the archive"}
          </MenuItem>
        )}
        <MenuItem onClick={() => setErasing(true)}>Erase…</MenuItem>
      </Menu>
    </>
  );
};

interface EraseProps {
  agent: Agent;
  /** The button that leaves everything as it is; what asks for the erasing hands the focus to it. */
  keep: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}

const Erase = ({ agent, keep, onClose }: EraseProps) => {
  const erase = useEraseAgent(agent.id);
  const navigate = useNavigate();
  const live = agent.endedAt === null;
  const run = () => {
    if (!erase.isPending)
      erase.mutate(live, { onSuccess: () => void navigate({ to: "/agents" }).then(toMain) });
  };
  useKeys({ Escape: onClose });
  return (
    <span className="row row--tight">
      {erase.error === null ? null : (
        <span className="stop small" role="alert">
          {erase.error.message}
        </span>
      )}
      <button type="button" className="btn btn--quiet" ref={keep} onClick={onClose}>
        Keep it
      </button>
      <Confirm
        trigger={
          // Not disabled meanwhile: that would drop the focus.
          <button type="button" className="btn btn--stop" aria-busy={erase.isPending}>
            {erase.isPending ? "Erasing…" : "Erase the agent"}
          </button>
        }
        title="Erase this agent?"
        verb="Erase it"
        back="Keep it"
        onConfirm={run}
      >
        <p>
          Its commands, turns, questions and signals go, and those of the agents it started. This can't be
          taken back.
          {live ? " It has not ended: what is heard of it later begins a new agent." : ""}
        </p>
      </Confirm>
    </span>
  );
};

/** The page that had the focus is gone with its agent. */
const toMain = () => document.getElementById("main")?.focus();
