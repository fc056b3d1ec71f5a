import { Dialog } from "@base-ui/react/dialog";
import { onApple } from "../../lib/keys.ts";

const keys: readonly [what: string, keys: readonly string[]][] = [
  ["Next that waits", ["n"]],
  ["Search", [onApple() ? "⌘" : "Ctrl", "K"]],
  ["Down, up", ["j", "k"]],
  ["Filter this list", ["/"]],
  ["Find in a conversation", ["f"]],
  ["Open", ["↵"]],
  ["Let new things in", ["."]],
  ["Back, close", ["Esc"]],
  ["These keys", ["?"]],
];

export const KeysDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
    <Dialog.Portal>
      <Dialog.Backdrop className="scrim" />
      <Dialog.Popup className="dialog">
        <div className="panel__head">
          <Dialog.Title>Keys</Dialog.Title>
          <span className="small ink3">the same on every page</span>
          <Dialog.Close className="btn btn--quiet push">Close</Dialog.Close>
        </div>
        <dl className="keys">
          {keys.map(([what, names]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>
                {names.map((name) => (
                  <kbd key={name}>{name}</kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);
