import { AlertDialog } from "@base-ui/react/alert-dialog";

interface LinkQuestionProps {
  address: string;
  onDone: () => void;
}

/** An agent wrote the address, and the words it stood behind: it is read before it is opened. */
export const LinkQuestion = ({ address, onDone }: LinkQuestionProps) => (
  <AlertDialog.Root open onOpenChange={(open) => (open ? undefined : onDone())}>
    <AlertDialog.Portal>
      <AlertDialog.Backdrop className="scrim" />
      <AlertDialog.Popup className="dialog">
        <div className="panel__body stack">
          <AlertDialog.Title>Open this address?</AlertDialog.Title>
          <AlertDialog.Description className="mono break">{address}</AlertDialog.Description>
        </div>
        <div className="dialog__foot">
          <AlertDialog.Close className="btn">Stay here</AlertDialog.Close>
          <a className="btn" href={address} target="_blank" rel="noopener noreferrer" onClick={onDone}>
            Open it
          </a>
        </div>
      </AlertDialog.Popup>
    </AlertDialog.Portal>
  </AlertDialog.Root>
);
