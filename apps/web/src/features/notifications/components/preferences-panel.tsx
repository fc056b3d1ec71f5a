import { NotificationPreferences } from "@signalbox/contract/notifications";
import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { Field, Refusal } from "../../../ui/field.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { preferencesQuery, useSetPreferences } from "../queries.ts";

/** When this person is left alone, told again, and told of many at once. */
export const PreferencesPanel = () => {
  const query = useQuery(preferencesQuery);
  return (
    <section className="panel" aria-labelledby="when">
      <div className="panel__head">
        <h2 id="when">When</h2>
      </div>
      {query.data === undefined ? (
        <Unread
          query={query}
          lines={3}
          loading="Loading preferences"
          failed="Preferences could not be read"
        />
      ) : (
        <PreferencesForm saved={query.data} />
      )}
    </section>
  );
};

const hereZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const PreferencesForm = ({ saved }: { saved: NotificationPreferences }) => {
  const save = useSetPreferences();
  const [from, setFrom] = useState(saved.quiet?.from ?? "");
  const [until, setUntil] = useState(saved.quiet?.until ?? "");
  const [zone, setZone] = useState(saved.quiet === null ? hereZone() : saved.timeZone);
  const [remind, setRemind] = useState(String(saved.remindAfterMinutes ?? ""));
  const [above, setAbove] = useState(String(saved.digestAbove));
  const read = NotificationPreferences.safeParse({
    timeZone: zone,
    quiet: from === "" && until === "" ? null : { from, until },
    remindAfterMinutes: remind === "" ? null : Number(remind),
    digestAbove: Number(above),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (read.success) save.mutate(read.data);
  };
  return (
    <form className="panel__body stack" aria-label="When you are told" onSubmit={submit}>
      <div className="fields">
        <Field label="Quiet from" type="time" value={from} onChange={setFrom} />
        <Field
          label="Quiet until"
          type="time"
          value={until}
          hint="What is open then is told at their end"
          onChange={setUntil}
        />
        <Field label="Time zone" value={zone} required onChange={setZone} />
        <Field
          label="Remind after minutes"
          type="number"
          min={1}
          max={1440}
          value={remind}
          hint="Of a question nobody answered; empty for never"
          onChange={setRemind}
        />
        <Field
          label="Together above"
          type="number"
          min={1}
          max={100}
          value={above}
          required
          hint="More than so many within a minute become one"
          onChange={setAbove}
        />
      </div>
      <Refusal error={save.error} />
      {read.success ? null : (
        <p role="alert" className="notice notice--stop">
          {read.error.issues[0]?.message ?? "Something is missing"}
        </p>
      )}
      <div className="row">
        <button type="submit" className="btn btn--main" disabled={save.isPending || !read.success}>
          {save.isPending ? "Saving…" : "Save"}
        </button>
        {save.isSuccess ? (
          <span className="small ink2" role="status">
            Saved
          </span>
        ) : null}
      </div>
    </form>
  );
};
