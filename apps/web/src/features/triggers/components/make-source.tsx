import type { Source, SourceStyle } from "@signalbox/contract/deliveries";
import type { ReactElement } from "react";
import { FormDialog, useFormDialog } from "../../../ui/form-dialog.tsx";
import { KeptFoot } from "../../../ui/shown-once.tsx";
import { useMakeSource } from "../source-queries.ts";
import { SetUp } from "./set-up.tsx";
import { SourceForm, type SourceWords } from "./source-form.tsx";

interface MakeSourceProps {
  style: SourceStyle;
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  onMade?: (source: Source) => void;
}

/** A button that asks for a new source in a dialog, and shows its secret there, this once. */
export const MakeSource = ({ style, trigger, onMade }: MakeSourceProps) => {
  const make = useMakeSource();
  const { open, onOpenChange, close } = useFormDialog(make);
  const made = open ? make.data : undefined;
  const submit = ({ name, style, perMinute, secret }: SourceWords) =>
    make.mutate({ name, style, perMinute: Number(perMinute), ...(secret === "" ? {} : { secret }) });
  const keep = () => {
    close();
    if (made !== undefined) onMade?.(made);
  };
  return (
    <FormDialog
      trigger={trigger}
      open={open}
      // A secret that nobody kept would be lost by a press beside it.
      onOpenChange={(next) => (next || made === undefined) && onOpenChange(next)}
      title={made === undefined ? "New source" : `${made.name} is ready`}
    >
      {made === undefined ? (
        <SourceForm
          given={{ name: "", style, perMinute: "1200", secret: "" }}
          isNew
          verb={make.isPending ? "Making…" : "Make it"}
          pending={make.isPending}
          error={make.error}
          onSubmit={submit}
        />
      ) : (
        <>
          <div className="panel__body stack">
            <SetUp source={made} secret={made.secret} />
          </div>
          <KeptFoot onKept={keep} />
        </>
      )}
    </FormDialog>
  );
};
