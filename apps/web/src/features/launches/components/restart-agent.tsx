import { Dialog } from "@base-ui/react/dialog";
import type { Agent } from "@signalbox/contract/agents";
import type { AgentTerminal, Ending } from "@signalbox/contract/launches";
import type { Restart } from "@signalbox/contract/restarts";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { restartQuery, useRestart } from "../queries.ts";

interface RestartProps {
  agent: Agent;
  terminal: AgentTerminal;
}

/** A button that ends an agent and goes on with its session, and shows how far that came. */
export const RestartAgent = ({ agent, terminal }: RestartProps) => {
  const [open, setOpen] = useState(false);
  const [force, setForce] = useState(false);
  const restart = useRestart(agent.id);
  const key = useRef<string>(crypto.randomUUID());
  // Also one that somebody else began: how it ended is told while the dialog is open.
  const [seen, setSeen] = useState(terminal.restartId);
  if (terminal.restartId !== null && terminal.restartId !== seen) setSeen(terminal.restartId);
  const underWay = restart.data?.id ?? seen;
  const turn = (next: boolean) => {
    if (next && terminal.restartId === null) {
      restart.reset();
      setSeen(null);
      setForce(false);
      key.current = crypto.randomUUID();
    }
    setOpen(next);
  };
  const canBegin = agent.endedAt === null && terminal.unreachable === null;
  if (!open && !canBegin && terminal.restartId === null) return null;
  const begin = () => {
    if (!restart.isPending) restart.mutate({ key: key.current, force });
  };
  return (
    <Dialog.Root open={open} onOpenChange={turn}>
      <Dialog.Trigger
        render={
          <button type="button" className="btn">
            <Icon name="refresh" small />
            {terminal.restartId === null ? "Restart" : "Restarting…"}
          </button>
        }
      />
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog">
          <div className="panel__head">
            <Dialog.Title>Restart this agent</Dialog.Title>
          </div>
          <div className="panel__body stack">
            {underWay === null ? (
              <Wish terminal={terminal} force={force} onForce={setForce} />
            ) : (
              <Progress restartId={underWay} />
            )}
            <Refusal error={restart.error} />
          </div>
          <div className="dialog__foot">
            <Dialog.Close className="btn">{underWay === null ? "Leave it" : "Close"}</Dialog.Close>
            {underWay === null ? (
              <button type="button" className="btn btn--stop" aria-busy={restart.isPending} onClick={begin}>
                {restart.isPending ? "Restarting…" : "Restart it"}
              </button>
            ) : null}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

interface WishProps {
  terminal: AgentTerminal;
  force: boolean;
  onForce: (force: boolean) => void;
}

const placeOf = ({ headless, attach }: AgentTerminal): string => {
  if (headless) return "without a terminal.";
  return attach === null ? "in a terminal of tmux." : "in a new session of the same tmux.";
};

const Wish = ({ terminal, force, onForce }: WishProps) => (
  <>
    <p>
      Its CLI is asked to leave, then told to (SIGTERM); what it works on is interrupted. Then its session
      goes on as it was started, {placeOf(terminal)}
    </p>
    <label className="row row--tight">
      <input type="checkbox" checked={force} onChange={({ target }) => onForce(target.checked)} />
      Kill it where it does not end (SIGKILL)
    </label>
  </>
);

const Progress = ({ restartId }: { restartId: string }) => {
  const { data: restart, error } = useQuery(restartQuery(restartId));
  if (error !== null) return <Refusal error={error} />;
  if (restart === undefined) return <p role="status">Restarting…</p>;
  return restart.state === "failed" ? (
    <p role="alert" className="notice notice--stop">
      {restart.reason ?? "It could not be restarted"}
    </p>
  ) : (
    <p role="status">{wordOf(restart)}</p>
  );
};

const endingWords: Record<Ending, string> = {
  gently: "Its CLI is asked to leave…",
  firmly: "Its process is told to end (SIGTERM)…",
  hard: "Its process is killed (SIGKILL)…",
};

const wordOf = ({ state, step }: Restart): string => {
  if (state === "done") return "It is back: its session goes on.";
  if (state === "resuming") return "It has ended. Waiting to hear from it again…";
  return step === null ? "Restarting…" : endingWords[step];
};
