import { Dialog } from "@base-ui/react/dialog";
import { Link, useNavigate } from "@tanstack/react-router";
import { Suspense } from "react";
import { AgentView } from "../../features/agents/index.ts";
import { Icon } from "../../ui/icon.tsx";
import { Skeleton } from "../../ui/reading.tsx";

/** An agent beside the page that is open; the address says so, and closing leaves the page as it was. */
export const AgentDrawer = ({ agentId }: { agentId: string }) => {
  const navigate = useNavigate();
  const close = () =>
    void navigate({
      to: ".",
      search: ({ agent: _, ...rest }: { agent?: string }) => rest,
      resetScroll: false,
    });
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="drawer" aria-label="Agent">
          <Suspense fallback={<Skeleton lines={8} label="Loading the agent" />}>
            <AgentView agentId={agentId} actions={<Actions agentId={agentId} />} />
          </Suspense>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

const Actions = ({ agentId }: { agentId: string }) => (
  <span className="row">
    <Link to="/agents/$agentId" params={{ agentId }} search={{}} className="btn" aria-label="Open page">
      <Icon name="out" small />
      <span className="wide-only">Open page</span>
    </Link>
    <Dialog.Close className="btn btn--icon" aria-label="Close">
      <Icon name="close" small />
    </Dialog.Close>
  </span>
);
