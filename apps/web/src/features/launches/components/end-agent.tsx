import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { Agent } from "@signalbox/contract/agents";
import { type Ending, endings, type Launch } from "@signalbox/contract/launches";
import { useState } from "react";
import { Refusal } from "../../../ui/field.tsx";
import { useEnd, useEndLaunch } from "../queries.ts";

const verbs: Record<Ending, string> = { gently: "End it", firmly: "End it firmly", hard: "End it hard" };
const words: Record<Ending, string> = {
  gently: "Its CLI is asked to leave. What it works on is interrupted.",
  firmly: "Its process is told to end (SIGTERM).",
  hard: "Its process is killed, with all that it started (SIGKILL). What it had not written is lost.",
};

interface EndProps {
  /** What it is asked of the person. */
  question: string;
  /** Whether its session is known, and can be gone on with. */
  canResume: boolean;
  end: ReturnType<typeof useEnd>;
  endsGently: boolean;
}

/** A button that ends an agent: gently, and where that was not enough firmly, then hard. */
export const EndAgent = ({ agent, endsGently }: { agent: Agent; endsGently: boolean }) => (
  <EndButton question="End this agent?" canResume end={useEnd(agent.id)} endsGently={endsGently} />
);

/** The same for a start of which no agent is known. */
export const EndLaunch = ({ launch }: { launch: Launch }) => (
  <EndButton
    question="End what was started?"
    canResume={false}
    end={useEndLaunch(launch.id)}
    endsGently={true}
  />
);

const EndButton = ({ question, canResume, end, endsGently }: EndProps) => {
  const [open, setOpen] = useState(false);
  const turn = (next: boolean) => {
    if (next) end.reset();
    setOpen(next);
  };
  const first: Ending = endsGently ? "gently" : "firmly";
  const how = end.data === undefined ? (end.variables ?? first) : (end.data.next ?? "hard");
  const outlasted = end.data === undefined || end.data.gone ? null : end.data;
  const run = () => {
    if (!end.isPending) end.mutate(how, { onSuccess: ({ gone }) => gone && setOpen(false) });
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={turn}>
      <AlertDialog.Trigger
        render={
          <button type="button" className="btn">
            End
          </button>
        }
      />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog">
          <div className="panel__body stack">
            <AlertDialog.Title>{question}</AlertDialog.Title>
            <AlertDialog.Description render={<div />} className="ink2 stack">
              {outlasted === null ? null : (
                <p role="alert">
                  It is still there after {Math.round(outlasted.waitedMs / 1_000)} s: {outlasted.did}.
                </p>
              )}
              <p>
                {words[how]}
                {canResume && how === "gently" ? " The session can be resumed." : ""}
              </p>
              <p className="small ink3">
                Step {endings.indexOf(how) + 1} of {endings.length}
              </p>
            </AlertDialog.Description>
            <Refusal error={end.error} />
          </div>
          <div className="dialog__foot">
            <AlertDialog.Close className="btn">Leave it</AlertDialog.Close>
            {/* Not disabled meanwhile: that would drop the focus. */}
            <button type="button" className="btn btn--stop" aria-busy={end.isPending} onClick={run}>
              {end.isPending ? "Ending…" : verbs[how]}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
};
