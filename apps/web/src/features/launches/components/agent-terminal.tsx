import { Dialog } from "@base-ui/react/dialog";
import type { Agent } from "@signalbox/contract/agents";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { terminalQuery, useResume } from "../queries.ts";
import { EndAgent } from "./end-agent.tsx";
import { Attach, LaunchProgress } from "./launch-progress.tsx";
import { RestartAgent } from "./restart-agent.tsx";

/** What can be done with an agent's session: go into its terminal, end it, restart it, go on with it. */
export const AgentTerminal = ({ agent }: { agent: Agent }) => {
  const { data: terminal } = useQuery(terminalQuery(agent.id));
  if (terminal === undefined) return null;
  const isOver = agent.endedAt !== null;
  const restarts = terminal.restartId !== null;
  return (
    <>
      {isOver || terminal.attach === null ? null : (
        <AttachButton command={terminal.attach.command} machine={terminal.machine} />
      )}
      {isOver || terminal.unreachable !== null || restarts ? null : (
        <EndAgent agent={agent} endsGently={terminal.endsGently} />
      )}
      {/* It stays while its agent ends and comes back. */}
      <RestartAgent agent={agent} terminal={terminal} />
      {isOver && terminal.resumable && !restarts ? <Resume agent={agent} /> : null}
    </>
  );
};

const AttachButton = ({ command, machine }: { command: string; machine: string | null }) => (
  <Dialog.Root>
    <Dialog.Trigger
      render={
        <button type="button" className="btn">
          <Icon name="terminal" small />
          Attach
        </button>
      }
    />
    <Dialog.Portal>
      <Dialog.Backdrop className="scrim" />
      <Dialog.Popup className="dialog">
        <div className="panel__head">
          <Dialog.Title>Its terminal</Dialog.Title>
        </div>
        <div className="panel__body">
          <Attach command={command} machine={machine} />
        </div>
        <div className="dialog__foot">
          <Dialog.Close className="btn">Close</Dialog.Close>
        </div>
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);

const Resume = ({ agent }: { agent: Agent }) => {
  const [open, setOpen] = useState(false);
  const resume = useResume(agent.id);
  const key = useRef<string>(crypto.randomUUID());
  const onJoined = useCallback(() => setOpen(false), []);
  const begin = () => {
    // Until it was answered it is the same wish: a fault on the way may have hidden that it began.
    if (resume.data !== undefined) key.current = crypto.randomUUID();
    resume.mutate(key.current);
    setOpen(true);
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <button type="button" className="btn" onClick={begin}>
        <Icon name="play" small />
        Resume
      </button>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog">
          <div className="panel__head">
            <Dialog.Title>Resume this session</Dialog.Title>
          </div>
          {resume.data === undefined ? (
            <div className="panel__body stack">
              {resume.error === null ? <p role="status">Starting…</p> : <Refusal error={resume.error} />}
            </div>
          ) : (
            <LaunchProgress launch={resume.data} onJoined={onJoined} />
          )}
          <div className="dialog__foot">
            <Dialog.Close className="btn">Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
