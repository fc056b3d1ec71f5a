import { Dialog } from "@base-ui/react/dialog";
import { useCallback, useRef, useState } from "react";
import { Icon } from "../../../ui/icon.tsx";
import { useStart } from "../queries.ts";
import { LaunchProgress } from "./launch-progress.tsx";
import { StartForm, type StartWords } from "./start-form.tsx";

const bodyOf = (
  key: string,
  { backend, projectId, path, personaId, branch, prompt, headless }: StartWords,
) => ({
  ...{ key, backend },
  ...(headless ? { mode: "headless" as const } : {}),
  ...(projectId === "" ? { path: path.trim() } : { projectId }),
  ...(personaId === "" ? {} : { personaId }),
  ...(branch.trim() === "" ? {} : { worktree: { branch: branch.trim() } }),
  ...(prompt.trim() === "" ? {} : { prompt }),
});

/** The same wish, asked again after a fault on the way, is the same start; another one has another key. */
function useKeyOf() {
  const named = useRef({ wish: "", key: "" });
  const keyOf = (words: StartWords): string => {
    const wish = JSON.stringify(words);
    if (named.current.wish !== wish) named.current = { wish, key: crypto.randomUUID() };
    return named.current.key;
  };
  const renew = () => {
    named.current = { wish: "", key: "" };
  };
  return Object.assign(keyOf, { renew });
}

/** A button that starts an agent in a dialog, and shows how that goes. */
export const StartAgent = ({ projectId }: { projectId?: string }) => {
  const [open, setOpen] = useState(false);
  const start = useStart();
  const keyOf = useKeyOf();
  const turn = (next: boolean) => {
    if (next) {
      start.reset();
      keyOf.renew();
    }
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
              onSubmit={(words) => start.mutate(bodyOf(keyOf(words), words))}
              back={<Dialog.Close className="btn">Cancel</Dialog.Close>}
            />
          ) : (
            <>
              <LaunchProgress launch={start.data} onJoined={onJoined} />
              <div className="dialog__foot">
                <button
                  type="button"
                  className="btn"
                  onClick={() => {
                    start.reset();
                    keyOf.renew();
                  }}
                >
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
