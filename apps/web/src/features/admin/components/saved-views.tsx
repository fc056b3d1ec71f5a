import type { DataTable, SavedView } from "@signalbox/contract/admin";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Confirm } from "../../../ui/confirm.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { useFocusBack } from "../../../ui/use-focus-back.ts";
import { settingsOf, useChangeView, useDeleteView, viewsQuery } from "../queries.ts";
import { sameView, type View } from "../search.ts";
import { ViewForm } from "./view-form.tsx";

interface SavedViewsProps {
  table: Pick<DataTable, "name">;
  view: View;
  onShow: (view: View) => void;
  /** What the view without any narrowing is called. */
  plainWord?: string;
  /** Where another page shows the table: whether it can show this view. */
  canShow?: (view: View) => boolean;
}

const plain: View = { filter: [], search: "", order: null, columns: null };

/** Views kept under a name: to go to one, to keep this one, and to change or drop the one that is shown. */
export const SavedViews = ({
  table,
  view,
  onShow,
  plainWord = "All rows",
  canShow = () => true,
}: SavedViewsProps) => {
  const [form, setForm] = useState<"save" | "rename" | null>(null);
  const button = useFocusBack(form !== null);
  const all = useQuery(viewsQuery).data ?? [];
  const own = all.filter((saved) => saved.table === table.name && canShow(saved.settings));
  const current = own.find(({ settings }) => sameView(settings, view));
  return (
    <>
      {form === null ? (
        <>
          {current === undefined ? null : <Delete view={current} />}
          <Menu label={current?.name ?? "Views"} button={button}>
            <MenuItem onClick={() => onShow(plain)}>{plainWord}</MenuItem>
            {own.map((saved) => (
              <MenuItem key={saved.id} onClick={() => onShow(saved.settings)}>
                {saved === current ? <Icon name="check" small /> : null}
                <span className="cut">{saved.name}</span>
                {saved.shared ? <span className="ink3 push">shared</span> : null}
              </MenuItem>
            ))}
            {current === undefined ? (
              <MenuItem onClick={() => setForm("save")}>Save this view…</MenuItem>
            ) : (
              <>
                <MenuItem onClick={() => setForm("rename")}>Rename “{current.name}”…</MenuItem>
                <Sharing view={current} />
              </>
            )}
          </Menu>
        </>
      ) : (
        <ViewForm
          table={table.name}
          saved={form === "rename" ? current : undefined}
          settings={settingsOf(view)}
          onClose={() => setForm(null)}
        />
      )}
    </>
  );
};

const Sharing = ({ view }: { view: SavedView }) => {
  const change = useChangeView();
  return (
    <MenuItem onClick={() => change.mutate({ id: view.id, shared: !view.shared })}>
      {view.shared ? "Keep it to yourself" : "Share it with everybody"}
    </MenuItem>
  );
};

const Delete = ({ view }: { view: SavedView }) => {
  const remove = useDeleteView();
  return (
    <Confirm
      trigger={
        <button type="button" className="btn btn--stop" disabled={remove.isPending}>
          Delete view
        </button>
      }
      title={`Delete the view “${view.name}”?`}
      verb="Delete the view"
      back="Keep it"
      onConfirm={() => remove.mutate(view.id)}
    >
      <p>{view.shared ? "Everybody loses it. " : ""}The rows stay as they are.</p>
    </Confirm>
  );
};
