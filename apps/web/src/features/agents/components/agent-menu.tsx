import type { Agent } from "@signalbox/contract/agents";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Confirm } from "../../../ui/confirm.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { useAgentFile, useArchiveAgent, useEraseAgent } from "../records-queries.ts";

/** What can be done with an agent as a whole. */
export const AgentMenu = ({ agent }: { agent: Agent }) => {
  const file = useAgentFile(agent.id);
  const archive = useArchiveAgent(agent.id);
  const [erasing, setErasing] = useState(false);
  const error = file.error ?? archive.error;
  return (
    <>
      {error === null ? null : (
        <span className="stop small" role="alert">
          {error.message}
        </span>
      )}
      {erasing ? <Erase agent={agent} onClose={() => setErasing(false)} /> : null}
      <Menu label="More">
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

const Erase = ({ agent, onClose }: { agent: Agent; onClose: () => void }) => {
  const erase = useEraseAgent(agent.id);
  const navigate = useNavigate();
  const live = agent.endedAt === null;
  const run = () => erase.mutate(live, { onSuccess: () => void navigate({ to: "/agents" }) });
  return (
    <span className="row row--tight">
      {erase.error === null ? null : (
        <span className="stop small" role="alert">
          {erase.error.message}
        </span>
      )}
      <button type="button" className="btn btn--quiet" onClick={onClose}>
        Keep it
      </button>
      <Confirm
        trigger={
          <button type="button" className="btn btn--stop" disabled={erase.isPending}>
            Erase the agent
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
