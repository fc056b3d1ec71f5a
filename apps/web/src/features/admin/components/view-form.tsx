import type { SavedView, ViewSettings } from "@signalbox/contract/admin";
import { type SubmitEvent, useState } from "react";
import { useChangeView, useSaveView } from "../queries.ts";
import "./view-form.css";

interface ViewFormProps {
  table: string;
  /** The view to rename; a new one is saved where there is none. */
  saved: SavedView | undefined;
  settings: ViewSettings;
  onClose: () => void;
}

export const ViewForm = ({ table, saved, settings, onClose }: ViewFormProps) => {
  const [name, setName] = useState(saved?.name ?? "");
  const [shared, setShared] = useState(saved?.shared ?? false);
  const save = useSaveView();
  const change = useChangeView();
  const error = save.error ?? change.error;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (saved === undefined) save.mutate({ table, name, shared, settings }, { onSuccess: onClose });
    else change.mutate({ id: saved.id, name, shared }, { onSuccess: onClose });
  };
  return (
    <form
      className="row row--wrap view-form"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
      aria-label="Save a view"
    >
      <input
        className="field"
        aria-label="Name of the view"
        placeholder="Name of the view"
        required
        maxLength={80}
        // biome-ignore lint/a11y/noAutofocus: it was asked for by the item that opened it
        autoFocus
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <label className="row row--tight small">
        <input type="checkbox" checked={shared} onChange={({ target }) => setShared(target.checked)} />
        for everybody
      </label>
      <button type="submit" className="btn btn--main" disabled={save.isPending || change.isPending}>
        Save
      </button>
      <button type="button" className="btn" onClick={onClose}>
        Cancel
      </button>
      {error === null ? null : (
        <p role="alert" className="small stop">
          {error.message}
        </p>
      )}
    </form>
  );
};
