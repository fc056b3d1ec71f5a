import type { AttentionItem } from "@signalbox/contract/attention";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { useFirstTouch } from "../../../lib/first-touch.ts";
import { count, roughly } from "../../../lib/format.ts";
import { lazyPart } from "../../../lib/lazy-part.tsx";
import { useAdmission } from "../../../lib/use-admission.ts";
import { Count } from "../../../ui/count.tsx";
import { LetIn } from "../../../ui/let-in.tsx";
import { Empty } from "../../../ui/reading.tsx";
import { alikeOf } from "../alike.ts";
import { Ask } from "./ask.tsx";
import { LeverFrame } from "./lever-frame.tsx";

const Alike = lazyPart(() => import("./alike.tsx").then((part) => part.Alike));

/** The attention queue: who waits, for what exactly, and since when. */
export const Queue = ({
  items,
  selected,
}: {
  items: readonly AttentionItem[];
  selected: string | undefined;
}) => {
  const navigate = useNavigate();
  // As it was when it was opened: what comes later is not answered along.
  const [alike, setAlike] = useState<readonly AttentionItem[] | null>(null);
  const { shown, closed, waiting, letIn, holders } = useHeldItems(items);
  useFirstTouch(() => void Alike.preload());
  const select = (question: string) => {
    if (question === selected) return;
    void navigate({ to: ".", search: (now) => ({ ...now, question }), replace: true, resetScroll: false });
  };
  const open = (agent: string) =>
    void navigate({ to: ".", search: (now) => ({ ...now, agent }), resetScroll: false });
  return (
    <section className="panel" aria-labelledby="waiting" {...holders}>
      <div className="panel__head">
        <h2 id="waiting">Waiting for you</h2>
        {items.length === 0 ? null : <Count stop>{items.length}</Count>}
        <OldestWait items={items} />
        <span className="push row small ink3 pointer-only wide-only">
          <kbd>n</kbd> next <kbd>↵</kbd> open
        </span>
      </div>
      <LeverFrame items={shown} closed={closed} selected={selected} onSelect={select}>
        <p className="push small ink3 frame__words wide-only">{frameWords(items)}</p>
      </LeverFrame>
      <div className="queue__let-in">
        <LetIn waiting={waiting} onLetIn={letIn}>
          {count(waiting, "change")} in the queue. Nothing moves while you are at it.
        </LetIn>
      </div>
      {shown.length === 0 ? (
        <Empty title="No one waits for you">
          <p>A question appears here the moment an agent asks one.</p>
        </Empty>
      ) : (
        <div className="list">
          {shown.map((item, index) => (
            <Ask
              key={item.id}
              item={item}
              alike={alikeOf(item, items).length}
              number={index + 1}
              selected={item.id === selected}
              closed={closed.has(item.id)}
              onSelect={() => select(item.id)}
              onOpen={() => open(item.agentId)}
              onAlike={() => setAlike([item, ...alikeOf(item, items)])}
            />
          ))}
        </div>
      )}
      <Suspense>{alike === null ? null : <Alike items={alike} onClose={() => setAlike(null)} />}</Suspense>
    </section>
  );
};

/** The items in the places they may have now; what left meanwhile stays, as it was last seen. */
const useHeldItems = (items: readonly AttentionItem[]) => {
  const wanted = useMemo(() => items.map(({ id }) => ({ id, slot: "" })), [items]);
  const { places, ...admission } = useAdmission(wanted);
  const known = useRef(new Map<string, AttentionItem>());
  for (const item of items) known.current.set(item.id, item);
  const waitingIds = new Set(items.map(({ id }) => id));
  const shown = places.flatMap(({ id }) => known.current.get(id) ?? []);
  const closed = new Set(shown.map(({ id }) => id).filter((id) => !waitingIds.has(id)));
  // Where all that is shown was answered there is nothing to hold still for whoever answers one after the other.
  const { letIn } = admission;
  const isAnswered = items.length > 0 && shown.length > 0 && closed.size === shown.length;
  useEffect(() => {
    if (isAnswered) letIn();
  }, [isAnswered, letIn]);
  return { ...admission, shown, closed };
};

const OldestWait = ({ items }: { items: readonly AttentionItem[] }) => {
  const now = useNow();
  const oldest = items[0];
  if (oldest === undefined) return null;
  return <span className="ink3 small num">oldest {roughly(now - Date.parse(oldest.since))}</span>;
};

const frameWords = (items: readonly AttentionItem[]): string => {
  if (items.length === 0) return "All levers at rest";
  const projects = new Set(items.flatMap((item) => item.projectId ?? [])).size;
  const questions = count(items.length, "question");
  return projects === 0 ? questions : `${questions} from ${count(projects, "project")}`;
};
