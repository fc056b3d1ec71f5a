import type { Text } from "@signalbox/contract/texts";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Refusal } from "../../../ui/field.tsx";
import { textsQuery, useCancelText, useChangeText } from "../text-queries.ts";

/** What an agent has not got, in the order it is sent. */
export const TextQueue = ({ agentId }: { agentId: string }) => {
  const texts = useQuery(textsQuery(agentId)).data?.items ?? [];
  const waiting = texts
    .filter(({ state }) => state === "queued" || state === "sending" || state === "unknown")
    .sort((one, other) => one.place - other.place);
  if (waiting.length === 0) return null;
  return (
    <ol className="composer__queue" aria-label="Waits to be said">
      {waiting.map((text, at) => (
        <QueuedText key={text.id} text={text} before={waiting[at - 1] ?? null} />
      ))}
    </ol>
  );
};

/** One of them; `before` is the one that is sent before it. */
const QueuedText = ({ text, before }: { text: Text; before: Text | null }) => {
  const [editing, setEditing] = useState(false);
  const change = useChangeText(text.agentId);
  const cancel = useCancelText(text.agentId);
  const isQueued = text.state === "queued";
  const busy = change.isPending || cancel.isPending;
  if (editing && isQueued) return <EditText text={text} onDone={() => setEditing(false)} />;
  return (
    <li className="composer__item">
      <p className="composer__words break">{text.text}</p>
      <p className="small ink3">{aboutOf(text)}</p>
      <span className="row row--tight">
        {isQueued ? (
          <button type="button" className="btn" disabled={busy} onClick={() => setEditing(true)}>
            Edit
          </button>
        ) : null}
        {isQueued && before?.state === "queued" ? (
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => change.mutate({ textId: text.id, before: before.id })}
          >
            Sooner
          </button>
        ) : null}
        {text.state === "unknown" ? (
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => change.mutate({ textId: text.id, again: true })}
          >
            Send again
          </button>
        ) : null}
        {text.state === "sending" ? null : (
          <button type="button" className="btn" disabled={busy} onClick={() => cancel.mutate(text.id)}>
            {isQueued ? "Cancel" : "Give up"}
          </button>
        )}
      </span>
      <Refusal error={change.error ?? cancel.error} />
    </li>
  );
};

function aboutOf({ state, problem }: Text): string {
  if (state === "sending") return "On its way";
  if (state === "unknown") return `Nobody knows whether it arrived: ${problem ?? "its terminal tells"}`;
  return problem === null ? "Queued" : `Queued: ${problem}`;
}

const EditText = ({ text, onDone }: { text: Text; onDone: () => void }) => {
  const [words, setWords] = useState(text.text);
  const change = useChangeText(text.agentId);
  const save = () => change.mutate({ textId: text.id, text: words.trim() }, { onSuccess: onDone });
  return (
    <li className="composer__item">
      <textarea
        className="field composer__text"
        rows={2}
        value={words}
        aria-label="Change the text"
        onChange={({ target }) => setWords(target.value)}
      />
      <span className="row row--tight">
        <button
          type="button"
          className="btn btn--main"
          disabled={words.trim() === "" || change.isPending}
          onClick={save}
        >
          Save
        </button>
        <button type="button" className="btn" onClick={onDone}>
          Leave it
        </button>
      </span>
      <Refusal error={change.error} />
    </li>
  );
};
