import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactElement, ReactNode } from "react";

interface ConfirmProps {
  /** The button that asks for it. */
  trigger: ReactElement<Record<string, unknown>>;
  title: string;
  children: ReactNode;
  /** The verb of the button that does it. */
  verb: string;
  /** What the way back is called. */
  back: string;
  onConfirm: () => void;
}

/** A second press before something that can't be taken back. */
export const Confirm = ({ trigger, title, children, verb, back, onConfirm }: ConfirmProps) => (
  <AlertDialog.Root>
    <AlertDialog.Trigger render={trigger} />
    <AlertDialog.Portal>
      <AlertDialog.Backdrop className="scrim" />
      <AlertDialog.Popup className="dialog">
        <div className="panel__body stack">
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="ink2">
            {children}
          </AlertDialog.Description>
        </div>
        <div className="dialog__foot">
          <AlertDialog.Close className="btn">{back}</AlertDialog.Close>
          <AlertDialog.Close className="btn btn--stop" onClick={onConfirm}>
            {verb}
          </AlertDialog.Close>
        </div>
      </AlertDialog.Popup>
    </AlertDialog.Portal>
  </AlertDialog.Root>
);
