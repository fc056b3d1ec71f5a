import type { ExecutionDetail } from "@signalbox/contract/executions";
import { useNavigate } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { useResume } from "../queries.ts";

/** Goes on in its session with another prompt; nothing where nobody can. */
export const ResumeExecution = ({ execution }: { execution: ExecutionDetail }) => {
  const resume = useResume(execution.id);
  const { open, onOpenChange, close } = useFormDialog(resume);
  if (execution.notResumable !== null) return null;
  const trigger = (
    <button type="button" className="btn">
      <Icon name="play" small />
      Go on…
    </button>
  );
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title="Go on in its session">
      <NextPrompt execution={execution} resume={resume} onDone={close} />
    </FormDialog>
  );
};

interface NextPromptProps {
  execution: ExecutionDetail;
  resume: ReturnType<typeof useResume>;
  onDone: () => void;
}

const NextPrompt = ({ execution, resume, onDone }: NextPromptProps) => {
  const [prompt, setPrompt] = useState("");
  // The same again, after a reply that was lost, is the same execution.
  const [key] = useState(() => crypto.randomUUID());
  const navigate = useNavigate();
  const faults = faultsOf(resume.error);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const next = await resume.mutateAsync({ key, prompt }).catch(() => null);
    if (next === null) return;
    onDone();
    await navigate({ to: "/executions/$executionId", params: { executionId: next.id } });
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <TextArea
          label="What it is to do now"
          value={prompt}
          rows={6}
          required
          hint={hintOf(execution)}
          fault={faults.get("prompt")}
          onChange={setPrompt}
        />
        <Refusal error={faults.size === 0 ? resume.error : null} />
      </div>
      <FormFoot verb={resume.isPending ? "Going on…" : "Go on"} pending={resume.isPending} />
    </form>
  );
};

/** What it finds of the files that it worked with. */
function hintOf({ workspace, checkedOut }: ExecutionDetail): string {
  const knows = "It knows what was said so far";
  if (workspace === "none") return `${knows}; its folder is empty again`;
  if (workspace === "in_place") return `${knows}, and works in the project's folder`;
  return checkedOut?.state === "removed"
    ? `${knows}; its workspace was removed, and is checked out anew`
    : `${knows}, and works on in its workspace`;
}
