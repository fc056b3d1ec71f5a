import type { Launch } from "@signalbox/contract/launches";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { launchQuery } from "../queries.ts";
import { EndLaunch } from "./end-agent.tsx";
import "./launches.css";

interface ProgressProps {
  launch: Launch;
  /** It has become an agent, whose page is shown. */
  onJoined: () => void;
}

/** How a start goes on, until its agent is known. */
export const LaunchProgress = ({ launch: begun, onJoined }: ProgressProps) => {
  const { data: launch = { ...begun, screen: null } } = useQuery(launchQuery(begun.id));
  const navigate = useNavigate();
  const agentId = launch.agentId;
  useEffect(() => {
    if (agentId === null) return;
    onJoined();
    void navigate({ to: "/agents/$agentId", params: { agentId } });
  }, [agentId, navigate, onJoined]);
  if (launch.endedAt !== null) return <Failed launch={launch} />;
  return (
    <div className="panel__body stack">
      <p role="status">{wordOf(launch)}</p>
      {launch.attach === null ? null : <Attach command={launch.attach.command} />}
      <Shown text={launch.screen} label="What its terminal shows" />
      {launch.step === "opened" ? (
        <div>
          <EndLaunch launch={launch} />
        </div>
      ) : null}
    </div>
  );
};

export const wordOf = ({ state, step, worktree, mode }: Launch): string => {
  if (state === "waiting")
    return "It runs, and waits for its first prompt: its CLI reports no session before that. Give it one in its terminal.";
  if (step === "preparing") return worktree === null ? "Getting ready…" : "Making its worktree…";
  if (mode === "headless")
    return step === "opening" ? "Starting it…" : "It listens. Waiting to hear from it…";
  return step === "opening" ? "Opening its terminal…" : "Its terminal is open. Waiting to hear from it…";
};

const Failed = ({ launch }: { launch: Launch }) => (
  <div className="panel__body stack">
    <p role="alert" className="notice notice--stop">
      {launch.reason ?? "It could not be started"}
    </p>
    <Shown
      text={launch.lastLines}
      label={launch.mode === "headless" ? "What it said last" : "What its terminal showed last"}
    />
    <Shown text={launch.worktree?.setup ?? null} label="What its setup printed" />
  </div>
);

/** How a person gets into a terminal, to be copied. */
export const Attach = ({ command, machine = null }: { command: string; machine?: string | null }) => (
  <div className="stack">
    <p className="small ink2">
      Go into its terminal from one of yours{machine === null ? "" : ` on ${machine}`}:
    </p>
    <pre className="launch__command mono">{command}</pre>
    <div>
      <CopyButton text={command} label="Copy the command" />
    </div>
  </div>
);

const Shown = ({ text, label }: { text: string | null; label: string }) =>
  text === null || text.trim() === "" ? null : (
    <figure className="launch__screen">
      <figcaption className="small ink2">{label}</figcaption>
      {/* It can be scrolled, so it can be reached. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard has to scroll it */}
      <pre className="mono" tabIndex={0}>
        {text.trim()}
      </pre>
    </figure>
  );
