import type { AskedOfExecution, Execution } from "@signalbox/contract/executions";
import { type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { useKeys } from "../../../lib/keys.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { useExtend, usePause } from "../queries.ts";

/** Makes what it runs stand still or go on, and gives it more time. */
export const ControlExecution = ({ execution }: { execution: Execution }) => {
  const { id, state, startedAt, endedAt, asked } = execution;
  if (startedAt === null || endedAt !== null || asked === "cancel") return null;
  return (
    <>
      <Pause id={id} isPaused={state === "paused"} asked={asked} />
      <MoreTime id={id} />
    </>
  );
};

interface PauseProps {
  id: string;
  isPaused: boolean;
  asked: AskedOfExecution | null;
}

const Pause = ({ id, isPaused, asked }: PauseProps) => {
  const pause = usePause(id);
  const isAsked = pause.isPending || asked !== null;
  const turn = () => {
    if (!isAsked) pause.mutate(!isPaused);
  };
  useKeys({ p: turn });
  const words = isPaused ? "Continue" : "Pause";
  return (
    <>
      <Refusal error={pause.error} />
      {/* It keeps the focus while it is done: whoever paused by keyboard goes on from there. */}
      <button type="button" className="btn" aria-disabled={isAsked} aria-keyshortcuts="p" onClick={turn}>
        <Icon name={isPaused ? "play" : "pause"} small />
        {isAsked ? (isPaused ? "Continuing…" : "Pausing…") : words}
        <kbd className="wide-only">p</kbd>
      </button>
    </>
  );
};

const quarter = 15;

const MoreTime = ({ id }: { id: string }) => {
  const extend = useExtend(id);
  const add = () => {
    if (!extend.isPending) extend.mutate(quarter);
  };
  useKeys({ "+": add });
  const own = useExtend(id);
  const { open, onOpenChange, close } = useFormDialog(own);
  const trigger = (
    <button type="button" className="btn">
      More time…
    </button>
  );
  return (
    <>
      <Refusal error={extend.error} />
      <button
        type="button"
        className="btn"
        aria-disabled={extend.isPending}
        aria-keyshortcuts="+"
        onClick={add}
      >
        +{quarter} min <kbd className="wide-only">+</kbd>
      </button>
      <FormDialog {...{ trigger, open, onOpenChange }} title="Give it more time">
        <OwnMinutes extend={own} onDone={close} />
      </FormDialog>
    </>
  );
};

const OwnMinutes = ({ extend, onDone }: { extend: ReturnType<typeof useExtend>; onDone: () => void }) => {
  const [minutes, setMinutes] = useState("60");
  const faults = faultsOf(extend.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    extend.mutate(Number(minutes), { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Field
          label="Minutes"
          value={minutes}
          inputMode="numeric"
          required
          autoComplete="off"
          hint="On top of what it has left, a day at most"
          fault={faults.get("minutes")}
          onChange={setMinutes}
        />
        <Refusal error={faults.size === 0 ? extend.error : null} />
      </div>
      <FormFoot verb={extend.isPending ? "Giving…" : "Give it"} pending={extend.isPending} />
    </form>
  );
};
