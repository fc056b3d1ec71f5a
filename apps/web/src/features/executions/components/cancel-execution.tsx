import type { Execution } from "@signalbox/contract/executions";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { useCancel } from "../queries.ts";

/** Takes it out of the queue, or ends what it runs; a running one takes a moment to be gone. */
export const CancelExecution = ({
  execution: { id, asked, startedAt, endedAt },
}: {
  execution: Execution;
}) => {
  const cancel = useCancel(id);
  if (endedAt !== null) return null;
  const isTold = cancel.isPending || cancel.isSuccess || asked === "cancel";
  return (
    <>
      <Refusal error={cancel.error} />
      <Confirm
        trigger={
          <button type="button" className="btn btn--stop" disabled={isTold}>
            <Icon name="stop" small />
            {isTold ? "Cancelling…" : "Cancel"}
          </button>
        }
        title="Cancel this execution?"
        verb="Cancel it"
        back="Let it run"
        onConfirm={() => cancel.mutate()}
      >
        {startedAt === null ? (
          <p>It leaves the queue and never begins.</p>
        ) : (
          <p>What it runs is ended, with all that it started. What it did so far stays.</p>
        )}
      </Confirm>
    </>
  );
};
