import type { Project } from "@signalbox/contract/projects";
import { type SubmitEvent, useId, useState } from "react";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, type FormDialogProps, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { useAddProject, useChangeProject } from "../queries.ts";

interface Words {
  name: string;
  path: string;
  remote: string;
  description: string;
  /** The remote is what the folder says, whatever stood there. */
  remoteOfFolder?: boolean;
}

interface FormProps {
  /** A person gave the remote, and the folder may tell it instead. */
  remoteByHand?: boolean;
  words: Words;
  verb: string;
  pending: boolean;
  error: Error | null;
  onSubmit: (words: Words) => void;
}

const ProjectForm = ({ words: given, remoteByHand = false, verb, pending, error, onSubmit }: FormProps) => {
  const [words, setWords] = useState(given);
  const describing = useId();
  const set = (some: Partial<Words>) => setWords({ ...words, ...some });
  const [isNowhere, setNowhere] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const nowhere = words.path.trim() === "" && (words.remote.trim() === "" || words.remoteOfFolder === true);
    setNowhere(nowhere);
    if (!nowhere) onSubmit(words);
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Field
          label="Folder"
          value={words.path}
          maxLength={2_048}
          autoComplete="off"
          spellCheck={false}
          placeholder="/home/ada/shop"
          hint="On the machine that Signalbox runs on; its full path"
          onChange={(path) => set({ path })}
        />
        <Field
          label="Remote"
          value={words.remote}
          maxLength={2_048}
          autoComplete="off"
          spellCheck={false}
          placeholder="git@example.org:ada/shop.git"
          hint="Where its git repository comes from; enough by itself, until a clone of it is seen"
          disabled={words.remoteOfFolder === true}
          onChange={(remote) => set({ remote })}
        />
        {remoteByHand ? (
          <label className="row row--tight">
            <input
              type="checkbox"
              checked={words.remoteOfFolder === true}
              onChange={(event) => set({ remoteOfFolder: event.target.checked })}
            />
            Take the remote from the folder again
          </label>
        ) : null}
        <Field
          label="Name"
          value={words.name}
          maxLength={200}
          autoComplete="off"
          onChange={(name) => set({ name })}
        />
        <div>
          <label className="label" htmlFor={describing}>
            Description
          </label>
          <textarea
            id={describing}
            className="field project__description"
            rows={3}
            maxLength={2_000}
            value={words.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        </div>
        <Refusal error={isNowhere ? new Error("Give a folder or a remote") : error} />
      </div>
      <FormFoot verb={verb} pending={pending} />
    </form>
  );
};

const nothing: Words = { name: "", path: "", remote: "", description: "" };
const given = (words: Words) => ({
  ...(words.path.trim() === "" ? {} : { path: words.path.trim() }),
  ...(words.remote.trim() === "" ? {} : { remote: words.remote.trim() }),
  ...(words.name.trim() === "" ? {} : { name: words.name.trim() }),
});

/** A button that asks for a new project in a dialog. */
export const AddProject = ({ trigger }: Pick<FormDialogProps, "trigger">) => {
  const add = useAddProject();
  const { open, onOpenChange, close } = useFormDialog(add);
  const onSubmit = (words: Words) =>
    add.mutate({ ...given(words), description: words.description }, { onSuccess: close });
  const form = { words: nothing, verb: "Add project", pending: add.isPending, error: add.error, onSubmit };
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title="Add a project">
      <ProjectForm {...form} />
    </FormDialog>
  );
};

/** A button that lets a project be changed in a dialog. */
export const EditProject = ({
  project,
  trigger,
}: { project: Project } & Pick<FormDialogProps, "trigger">) => {
  const change = useChangeProject(project.id);
  const { open, onOpenChange, close } = useFormDialog(change);
  const words = { ...project, path: project.path ?? "", remote: project.remote ?? "" };
  const onSubmit = (next: Words) => change.mutate(changesOf(words, next), { onSuccess: close });
  const { remoteByHand } = project;
  const form = {
    words,
    remoteByHand,
    verb: "Save",
    pending: change.isPending,
    error: change.error,
    onSubmit,
  };
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title="Edit the project">
      <ProjectForm {...form} />
    </FormDialog>
  );
};

/** What was changed; what the others changed meanwhile stays theirs. */
const changesOf = (before: Words, after: Words) => ({
  ...(after.name === before.name ? {} : { name: after.name }),
  ...(after.description === before.description ? {} : { description: after.description }),
  ...(after.path === before.path ? {} : { path: after.path.trim() }),
  ...remoteOf(before, after),
});

const remoteOf = (before: Words, after: Words) => {
  if (after.remoteOfFolder === true) return { remoteByHand: false } as const;
  const remote = after.remote.trim();
  return after.remote === before.remote ? {} : { remote: remote === "" ? null : remote };
};
