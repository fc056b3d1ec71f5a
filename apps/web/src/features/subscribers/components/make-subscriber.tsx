import type { ReactElement } from "react";
import { FormDialog, useFormDialog } from "../../../ui/form-dialog.tsx";
import { KeptFoot, ShownOnce } from "../../../ui/shown-once.tsx";
import { contentOf, emptyWords } from "../form.ts";
import { useMakeSubscriber } from "../queries.ts";
import { SubscriberForm } from "./subscriber-form.tsx";

/** A button that asks for a new subscriber in a dialog, and shows its secret there, this once. */
export const MakeSubscriber = ({ trigger }: { trigger: ReactElement<Record<string, unknown>> }) => {
  const make = useMakeSubscriber();
  const { open, onOpenChange, close } = useFormDialog(make);
  const made = open ? make.data : undefined;
  const keep = () => {
    close();
    make.reset();
  };
  return (
    <FormDialog
      trigger={trigger}
      open={open}
      // A secret that nobody kept would be lost by a press beside it.
      onOpenChange={(next) => (next || made === undefined) && onOpenChange(next)}
      title={made === undefined ? "New subscriber" : `${made.name} is told from now on`}
    >
      {made === undefined ? (
        <SubscriberForm
          given={emptyWords}
          verb={make.isPending ? "Making…" : "Make it"}
          pending={make.isPending}
          error={make.error}
          onSubmit={(words) => make.mutate(contentOf(words, true))}
        />
      ) : (
        <>
          <div className="panel__body stack">
            <ShownOnce secret={made.secret} />
          </div>
          <KeptFoot onKept={keep} />
        </>
      )}
    </FormDialog>
  );
};
