import type { Agent } from "@signalbox/contract/agents";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { Refusal } from "../../../ui/field.tsx";
import { reachQuery } from "../answer-queries.ts";
import { wayWords } from "../answer-words.ts";
import { useInterrupt, useSay } from "../text-queries.ts";
import { TextQueue } from "./text-queue.tsx";
import "./composer.css";

/** Says something to an agent: at once where it waits, else in the queue. */
export const Composer = ({ agent }: { agent: Agent }) => {
  const [text, setWords] = useState("");
  // Other words are another text; the same ones sent again after a fault on the way are said once.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const setText = (words: string) => {
    setWords(words);
    setKey(crypto.randomUUID());
  };
  const say = useSay(agent.id);
  const interrupt = useInterrupt(agent.id);
  const works = agent.state === "commanded" || agent.state === "processing";
  if (agent.endedAt !== null || agent.parentId !== null) return null;
  const send = (interrupts: boolean) => {
    if (text.trim() === "" || say.isPending) return;
    const named = {
      key: `${key}${interrupts ? ".interrupt" : ""}`,
      text: text.trim(),
      interrupt: interrupts,
    };
    say.mutate(named, { onSuccess: () => setText("") });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send(false);
  };
  return (
    <section className="composer" aria-label="Say something">
      <TextQueue agentId={agent.id} />
      <form
        className="composer__form"
        onSubmit={(event) => {
          event.preventDefault();
          send(false);
        }}
      >
        <textarea
          className="field composer__text"
          rows={2}
          value={text}
          readOnly={say.isPending}
          maxLength={200_000}
          aria-label="Say something"
          placeholder="Say something (Enter sends, Shift+Enter makes a line)"
          onChange={({ target }) => setText(target.value)}
          onKeyDown={onKeyDown}
        />
        <span className="composer__acts">
          <button type="submit" className="btn btn--main" disabled={text.trim() === "" || say.isPending}>
            {works ? "Queue" : "Send"}
          </button>
          {works ? (
            <>
              <button
                type="button"
                className="btn"
                disabled={text.trim() === "" || say.isPending}
                onClick={() => send(true)}
              >
                Interrupt and say
              </button>
              <button
                type="button"
                className="btn"
                disabled={interrupt.isPending}
                onClick={() => interrupt.mutate()}
              >
                Interrupt
              </button>
            </>
          ) : null}
        </span>
      </form>
      <ReachLine agentId={agent.id} />
      {interrupt.data?.problem ? <p className="small wait">Interrupted; {interrupt.data.problem}.</p> : null}
      <Refusal error={say.error ?? interrupt.error} />
    </section>
  );
};

const wayNames = { held_hook: "By its hook", protocol: "Over its protocol", keys: "By keys" } as const;

/** The way that is taken now; the others, and why not, for whoever asks: on a phone they would hide the question. */
const ReachLine = ({ agentId }: { agentId: string }) => {
  const reach = useQuery(reachQuery(agentId)).data;
  if (reach === undefined || reach.question === null) return null;
  const taken = reach.ways.find(({ open }) => open);
  return (
    <details className="composer__reach small ink2">
      <summary>
        {taken === undefined ? "Only its terminal can answer now" : `Answered ${wayWords[taken.way]}`}
      </summary>
      <ul className="composer__ways">
        {reach.ways.map(({ way, open, why }) => (
          <li key={way} className={open ? "ink2" : "ink3"}>
            {wayNames[way]}: {open ? "open" : "closed"}, {why}
          </li>
        ))}
      </ul>
    </details>
  );
};
