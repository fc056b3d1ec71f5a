import { Dialog } from "@base-ui/react/dialog";
import { useCallback, useState } from "react";
import { Icon } from "../../../ui/icon.tsx";
import { useStart } from "../queries.ts";
import { LaunchProgress } from "./launch-progress.tsx";
import { StartForm, type StartWords } from "./start-form.tsx";

const bodyOf = ({ backend, projectId, path, branch, prompt }: StartWords) => ({
  ...{ key: crypto.randomUUID(), backend },
  ...(projectId === "" ? { path: path.trim() } : { projectId }),
  ...(branch.trim() === "" ? {} : { worktree: { branch: branch.trim() } }),
  ...(prompt.trim() === "" ? {} : { prompt }),
});

/** A button that starts an agent in a dialog, and shows how that goes. */
export const StartAgent = ({ projectId }: { projectId?: string }) => {
  const [open, setOpen] = useState(false);
  const start = useStart();
  const turn = (next: boolean) => {
    if (next) start.reset();
    setOpen(next);
  };
  const onJoined = useCallback(() => setOpen(false), []);
  return (
    <Dialog.Root open={open} onOpenChange={turn}>
      <Dialog.Trigger
        render={
          <button type="button" className="btn">
            <Icon name="plus" small />
            Start an agent
          </button>
        }
      />
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog">
          <div className="panel__head">
            <Dialog.Title>Start an agent</Dialog.Title>
          </div>
          {start.data === undefined ? (
            <StartForm
              projectId={projectId}
              busy={start.isPending}
              error={start.error}
              onSubmit={(words) => start.mutate(bodyOf(words))}
              back={<Dialog.Close className="btn">Cancel</Dialog.Close>}
            />
          ) : (
            <>
              <LaunchProgress launch={start.data} onJoined={onJoined} />
              <div className="dialog__foot">
                <button type="button" className="btn" onClick={() => start.reset()}>
                  Start another
                </button>
                <Dialog.Close className="btn">Close</Dialog.Close>
              </div>
            </>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
