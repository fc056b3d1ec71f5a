import { Dialog } from "@base-ui/react/dialog";
import { type ReactElement, type ReactNode, useState } from "react";

export interface FormDialogProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}

/** A form in a dialog, behind a button. */
export const FormDialog = ({ trigger, title, open, onOpenChange, children }: FormDialogProps) => (
  <Dialog.Root open={open} onOpenChange={onOpenChange}>
    <Dialog.Trigger render={trigger} />
    <Dialog.Portal>
      <Dialog.Backdrop className="scrim" />
      <Dialog.Popup className="dialog">
        <div className="panel__head">
          <Dialog.Title>{title}</Dialog.Title>
        </div>
        {children}
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);

/** The way back, and what the form does. */
export const FormFoot = ({ verb, pending }: { verb: string; pending: boolean }) => (
  <div className="dialog__foot">
    <Dialog.Close className="btn">Cancel</Dialog.Close>
    <button type="submit" className="btn btn--main" disabled={pending}>
      {verb}
    </button>
  </div>
);

/** Whether it is open; it opens with nothing left of the last try. */
export const useFormDialog = (mutation: { reset(): void }) => {
  const [open, setOpen] = useState(false);
  const onOpenChange = (next: boolean) => {
    if (next) mutation.reset();
    setOpen(next);
  };
  return { open, onOpenChange, close: () => setOpen(false) };
};
