import type { Bot } from "@signalbox/contract/bots";
import type { TriggerKind } from "@signalbox/contract/triggers";
import { type ReactNode, type SubmitEvent, useRef, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Refusal } from "../../../ui/field.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { useFocusOnFault } from "../../../ui/use-focus-on-fault.ts";
import { contentOf, type TriggerWords } from "../form.ts";
import { kindWords } from "../words.ts";
import { EventFields } from "./event-fields.tsx";
import { GithubFields } from "./github-fields.tsx";
import { PollFields } from "./poll-fields.tsx";
import { type FieldsProps, FilterField, ScheduleFields, SourceField } from "./trigger-fields.tsx";
import { TryIt } from "./try-it.tsx";
import { ValueFields } from "./value-fields.tsx";
import { WatchFields } from "./watch-fields.tsx";
import "../triggers.css";

interface TriggerEditorProps {
  bot: Bot;
  given: TriggerWords;
  /** Its kind is chosen once. */
  isNew: boolean;
  verb: string;
  isPending: boolean;
  error: Error | null;
  /** The ways beside the one that saves. */
  acts: ReactNode;
  /** What stands beside the form. */
  children?: ReactNode;
  /** Something was typed. */
  onEdit?: () => void;
  onSubmit: (content: ReturnType<typeof contentOf>) => void;
}

const kinds: readonly TriggerKind[] = ["webhook", "github", "schedule", "event", "poll", "watch"];

/** All of a trigger, and beside it what it would make of what came. */
export const TriggerEditor = ({ bot, given, isNew, children, onEdit, ...rest }: TriggerEditorProps) => {
  const [words, setWords] = useState(given);
  const { variables } = bot.content;
  const edit = (next: TriggerWords) => {
    setWords(next);
    onEdit?.();
  };
  return (
    <div className="trigger-form">
      <Form {...rest} words={words} bot={bot} isNew={isNew} onChange={edit} />
      <div className="trigger-form__side">
        {"sourceId" in contentOf(words, variables) ? (
          <TryIt botId={bot.id} sourceId={words.sourceId} content={() => contentOf(words, variables)} />
        ) : null}
        {children}
      </div>
    </div>
  );
};

interface FormProps extends Omit<TriggerEditorProps, "given" | "children" | "onEdit"> {
  words: TriggerWords;
  onChange: (words: TriggerWords) => void;
}

const Form = ({ bot, words, isNew, verb, isPending, error, acts, onChange, onSubmit }: FormProps) => {
  const form = useRef<HTMLFormElement>(null);
  const faults = faultsOf(error);
  useFocusOnFault(form, error);
  const { variables } = bot.content;
  const fields = {
    words,
    faults,
    onChange: (some: Partial<TriggerWords>) => onChange({ ...words, ...some }),
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isPending) onSubmit(contentOf(words, variables));
  };
  return (
    <form className="panel" aria-label="Trigger" onSubmit={submit} ref={form}>
      <div className="panel__body stack trigger-form__fields">
        {isNew ? (
          <div>
            <Segments
              label="Kind"
              value={words.kind}
              choices={kinds.map((value) => ({ value, label: kindWords[value] }))}
              // A text for the clock is no expression.
              onChange={(kind) =>
                onChange({ ...words, kind, sourceId: "", filter: "", values: {}, paths: "" })
              }
            />
          </div>
        ) : null}
        <KindFields {...fields} />
        <ValueFields {...fields} variables={variables} />
        <Refusal error={faults.size === 0 ? error : null} />
        <p className="row row--wrap trigger-form__foot">
          {acts}
          <button type="submit" className="btn btn--main" aria-busy={isPending}>
            {isPending ? "Saving…" : verb}
          </button>
        </p>
      </div>
    </form>
  );
};

const KindFields = (fields: FieldsProps) => {
  switch (fields.words.kind) {
    case "webhook":
      return (
        <>
          <SourceField {...fields} />
          <FilterField {...fields} />
        </>
      );
    case "github":
      return (
        <>
          <SourceField {...fields} />
          <GithubFields {...fields} />
          <FilterField {...fields} />
        </>
      );
    case "schedule":
      return <ScheduleFields {...fields} />;
    case "event":
      return (
        <>
          <EventFields {...fields} />
          <FilterField {...fields} />
        </>
      );
    case "poll":
      return (
        <>
          <PollFields {...fields} />
          <FilterField {...fields} />
        </>
      );
    case "watch":
      return (
        <>
          <WatchFields {...fields} />
          <FilterField {...fields} />
        </>
      );
  }
};
