import type { TerminalStatus } from "@signalbox/client/watch-terminal";
import { useQuery } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useKeys } from "../../../lib/keys.ts";
import { Icon } from "../../../ui/icon.tsx";
import { callerQuery } from "../../settings/index.ts";
import type { TerminalView } from "../use-terminal.ts";

interface TerminalBarProps {
  view: TerminalView;
  controls: RefObject<HTMLButtonElement | null>;
  onFind: () => void;
}

/** How the connection stands, who types, and the search. */
export const TerminalBar = ({ view, controls, onFind }: TerminalBarProps) => {
  const { status, driving, refusal } = view;
  const { data: caller } = useQuery(callerQuery);
  const mayDrive = caller?.scopes.includes("operate") === true;
  useKeys({ f: onFind });
  return (
    <div className="terminal__bar row">
      <span className={`small grow ${driving ? "wait" : "ink2"}`} role="status">
        {refusal ?? (driving ? drivingWords : statusWords(status))}
      </span>
      <button type="button" className="btn btn--quiet" onClick={onFind}>
        <Icon name="search" small />
        Find
      </button>
      <button
        type="button"
        role="switch"
        aria-checked={driving}
        className={`btn ${driving ? "btn--main" : ""}`}
        ref={controls}
        disabled={!mayDrive || status.state !== "live"}
        title={mayDrive ? undefined : "Your role may look, and not type"}
        onClick={() => view.drive(!driving)}
      >
        <Icon name="terminal" small />
        Drive
      </button>
    </div>
  );
};

const drivingWords = "You drive: what you type goes to the agent. Ctrl+Shift+Enter leaves the terminal.";

const statusWords = (status: TerminalStatus): string => {
  if (status.state === "live") return "Live. You look on: keys do nothing.";
  if (status.state === "connecting") return "Connecting…";
  if (status.state === "waiting") return "The connection is lost. Reconnecting…";
  if (status.state === "refused") return "The server shows it to you no more.";
  return "There is nothing to see now.";
};
