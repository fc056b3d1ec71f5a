import { Dialog } from "@base-ui/react/dialog";
import { type AnswerContent, answerSet } from "@signalbox/contract/answers";
import type { AttentionItem } from "@signalbox/contract/attention";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../lib/api.ts";
import { count } from "../../../lib/format.ts";
import { Refusal } from "../../../ui/field.tsx";
import { asksTheSame } from "../alike.ts";

interface AlikeProps {
  /** What is asked alike, the one that was looked at first. */
  items: readonly AttentionItem[];
  onClose: () => void;
}

/** Shows what is asked alike, and answers what is ticked of it at once: at first the very same alone. */
export const Alike = ({ items, onClose }: AlikeProps) => (
  <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
    <Dialog.Portal>
      <Dialog.Backdrop className="scrim" />
      <Dialog.Popup className="dialog">
        <div className="panel__head">
          <Dialog.Title>Answer alike</Dialog.Title>
        </div>
        <AlikeSet items={items} />
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);

/** The set as it was when it was opened: what comes later is not answered along. */
const AlikeSet = ({ items }: { items: readonly AttentionItem[] }) => {
  const [ticked, setTicked] = useState(() =>
    items.filter((item) => items[0] !== undefined && asksTheSame(items[0], item)).map(({ id }) => id),
  );
  const answer = useAnswerSet();
  const wanted = items.filter(({ id }) => ticked.includes(id));
  const give = (content: AnswerContent) =>
    answer.mutate({
      key: crypto.randomUUID(),
      content,
      questions: wanted.map(({ question: { id, version } }) => ({ id, version })),
    });
  const turn = (id: string, on: boolean) =>
    setTicked(on ? [...ticked, id] : ticked.filter((one) => one !== id));
  if (answer.isSuccess) return <Outcome results={answer.data.items} items={items} />;
  return (
    <>
      <ul className="panel__body list alike" aria-label="Asked alike">
        {items.map((item) => (
          <li key={item.id}>
            <label className="row">
              <input
                type="checkbox"
                checked={ticked.includes(item.id)}
                onChange={({ target }) => turn(item.id, target.checked)}
              />
              <span className="alike__words">
                <span className="break">{item.text}</span>
                <span className="small ink3 break">{whoAsks(item)}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <Refusal error={answer.error} />
      <div className="dialog__foot">
        <Dialog.Close className="btn">Cancel</Dialog.Close>
        <button
          type="button"
          className="btn"
          disabled={wanted.length === 0 || answer.isPending}
          onClick={() => give({ kind: "deny" })}
        >
          {`Deny ${wanted.length}`}
        </button>
        <button
          type="button"
          className="btn btn--main"
          disabled={wanted.length === 0 || answer.isPending}
          onClick={() => give({ kind: "allow" })}
        >
          {`Allow ${wanted.length}`}
        </button>
      </div>
    </>
  );
};

const whoAsks = ({ backend, agentTitle, projectName }: AttentionItem): string =>
  [backend, agentTitle, projectName].filter((word) => word !== null).join(" · ");

type Results = Awaited<ReturnType<typeof sendSet>>["items"];

const Outcome = ({ results, items }: { results: Results; items: readonly AttentionItem[] }) => {
  const failed = results.filter(({ problem }) => problem !== null);
  const words = new Map(items.map(({ id, text }) => [id, text]));
  return (
    <>
      <div className="panel__body stack" role="status">
        <p>{`${count(results.length - failed.length, "question")} answered.`}</p>
        {failed.map(({ questionId, problem }) => (
          <p key={questionId} className="small">
            <span className="break">{words.get(questionId)}</span>
            <span className="ink3">{`: ${problem?.detail ?? ""}`}</span>
          </p>
        ))}
      </div>
      <div className="dialog__foot">
        <Dialog.Close className="btn btn--main">Close</Dialog.Close>
      </div>
    </>
  );
};

const sendSet = (body: Parameters<typeof api.call<typeof answerSet>>[1]["body"]) =>
  api.call(answerSet, { body });
const useAnswerSet = () => useMutation({ mutationFn: sendSet });
