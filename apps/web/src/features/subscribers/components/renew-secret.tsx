import type { Subscriber } from "@signalbox/contract/subscribers";
import { Refusal } from "../../../ui/field.tsx";
import { FormDialog, useFormDialog } from "../../../ui/form-dialog.tsx";
import { KeptFoot, ShownOnce } from "../../../ui/shown-once.tsx";
import { useRenewSecret } from "../queries.ts";

/** A button that makes another secret, and shows it this once. */
export const RenewSecret = ({ subscriber: { id, name } }: { subscriber: Subscriber }) => {
  const renew = useRenewSecret(id);
  const { open, onOpenChange, close } = useFormDialog(renew);
  const made = open ? renew.data : undefined;
  const keep = () => {
    close();
    renew.reset();
  };
  const trigger = (
    <button type="button" className="btn">
      New secret
    </button>
  );
  return (
    <FormDialog
      trigger={trigger}
      open={open}
      onOpenChange={(next) => (next || made === undefined) && onOpenChange(next)}
      title={`Another secret for ${name}`}
    >
      {made === undefined ? (
        <>
          <div className="panel__body stack">
            <p>For a day, messages are signed with both: the receiver may be given the new one meanwhile.</p>
            <Refusal error={renew.error} />
          </div>
          <div className="dialog__foot">
            <button type="button" className="btn" onClick={close}>
              Cancel
            </button>
            <button
              type="button"
              className="btn btn--main"
              disabled={renew.isPending}
              onClick={() => renew.mutate()}
            >
              Make a new one
            </button>
          </div>
        </>
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
