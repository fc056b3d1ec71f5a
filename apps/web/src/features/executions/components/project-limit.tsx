import { getExecutionLimit, writeExecutionLimit } from "@signalbox/contract/execution-limits";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { api } from "../../../lib/api.ts";
import { faultsOf } from "../../../lib/faults.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";

const keyOf = (projectId: string) => ["execution-limit", projectId] as const;

/** How many executions run in a project at once, and the way to say otherwise. */
export const ProjectLimit = ({ projectId }: { projectId: string }) => {
  const params = { projectId };
  const { data } = useQuery({
    queryKey: keyOf(projectId),
    queryFn: ({ signal }) => api.call(getExecutionLimit, { params, signal }),
  });
  const cache = useQueryClient();
  const write = useMutation({
    mutationFn: (most: number | null) => api.call(writeExecutionLimit, { params, body: { most } }),
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(projectId) }),
  });
  const { open, onOpenChange, close } = useFormDialog(write);
  if (data === undefined) return null;
  return (
    <FormDialog
      {...{ open, onOpenChange }}
      title="Executions at once"
      trigger={
        <button type="button" className="btn">
          {data.most === null ? "At once: any" : `At once: ${data.most}`}
        </button>
      }
    >
      <Form
        most={data.most}
        pending={write.isPending}
        error={write.error}
        onSubmit={(most) => write.mutate(most, { onSuccess: close })}
      />
    </FormDialog>
  );
};

interface FormProps {
  most: number | null;
  pending: boolean;
  error: Error | null;
  onSubmit: (most: number | null) => void;
}

const Form = ({ most, pending, error, onSubmit }: FormProps) => {
  const [words, setWords] = useState(most === null ? "" : String(most));
  const faults = faultsOf(error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(words.trim() === "" ? null : Number(words));
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Field
          label="Executions of bots in this project at once"
          value={words}
          inputMode="numeric"
          autoComplete="off"
          hint="1 to 100, on all machines together; empty for no limit"
          fault={faults.get("most")}
          onChange={setWords}
        />
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={pending ? "Saving…" : "Save"} pending={pending} />
    </form>
  );
};
