import type { Snippet } from "@signalbox/contract/bot-snippets";
import { type ReactElement, type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { useWriteSnippet } from "../snippet-queries.ts";

interface WriteSnippetProps {
  /** Null for a new one. */
  snippet: Snippet | null;
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
}

export const WriteSnippet = ({ snippet, trigger }: WriteSnippetProps) => {
  const write = useWriteSnippet();
  const { open, onOpenChange, close } = useFormDialog(write);
  return (
    <FormDialog
      {...{ trigger, open, onOpenChange }}
      title={snippet === null ? "New snippet" : `Change ${snippet.name}`}
    >
      <Form
        snippet={snippet}
        pending={write.isPending}
        error={write.error}
        onSubmit={(name, text) =>
          write.mutate({ name, text, version: snippet?.version ?? 0 }, { onSuccess: close })
        }
      />
    </FormDialog>
  );
};

interface FormProps {
  snippet: Snippet | null;
  pending: boolean;
  error: Error | null;
  onSubmit: (name: string, text: string) => void;
}

const Form = ({ snippet, pending, error, onSubmit }: FormProps) => {
  const [name, setName] = useState(snippet?.name ?? "");
  const [text, setText] = useState(snippet?.text ?? "");
  const faults = faultsOf(error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(name, text);
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        {snippet === null ? (
          <Field
            label="Name"
            value={name}
            required
            maxLength={40}
            autoComplete="off"
            hint={'A template renders it by {% render "name" %}'}
            fault={faults.get("name")}
            onChange={setName}
          />
        ) : null}
        <TextArea
          label="Text"
          value={text}
          required
          rows={10}
          maxLength={20_000}
          isCode
          hint="In Liquid. It sees nothing but what it is given by name"
          fault={faults.get("text") ?? faults.get("prompt")}
          onChange={setText}
        />
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={pending ? "Saving…" : "Save it"} pending={pending} />
    </form>
  );
};
