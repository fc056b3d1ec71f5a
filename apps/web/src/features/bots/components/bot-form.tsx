import { type ReactNode, type SubmitEvent, useRef, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Refusal } from "../../../ui/field.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { useFocusOnFault } from "../../../ui/use-focus-on-fault.ts";
import type { BotWords } from "../form.ts";
import { AllowedFields } from "./allowed-fields.tsx";
import { AskedFields, ResultFields, RunFields } from "./bot-fields.tsx";
import { ChainRows } from "./chain-rows.tsx";
import { PromptPreview } from "./prompt-preview.tsx";
import "./bot-form.css";

interface BotFormProps {
  given: BotWords;
  verb: string;
  isPending: boolean;
  error: Error | null;
  /** What stands in the place of a refusal that has ways on. */
  conflict?: ReactNode;
  /** The way back. */
  back: ReactNode;
  onSubmit: (words: BotWords) => void;
}

/** All of a bot, and beside it what its prompt becomes. */
export const BotForm = ({ given, verb, isPending, error, conflict, back, onSubmit }: BotFormProps) => {
  const [words, setWords] = useState(given);
  const form = useRef<HTMLFormElement>(null);
  const faults = faultsOf(error);
  const change = (some: Partial<BotWords>) => setWords({ ...words, ...some });
  useFocusOnFault(form, error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isPending) onSubmit(words);
  };
  const fields = { words, faults, onChange: change };
  return (
    <form className="bot-form" onSubmit={submit} ref={form}>
      <div className="bot-form__main">
        <section className="panel" aria-label="What is asked">
          <div className="panel__body stack bot-form__fields">
            <AskedFields {...fields} />
          </div>
        </section>
        <section className="panel" aria-label="How it is run">
          <div className="panel__body stack bot-form__fields">
            <RunFields {...fields} />
            <AllowedFields {...fields} />
            <ChainRows
              links={words.fallbacks}
              faults={faults}
              onChange={(fallbacks) => change({ fallbacks })}
            />
          </div>
        </section>
        <section className="panel" aria-label="What comes of it">
          <div className="panel__body stack bot-form__fields">
            <ResultFields {...fields} />
          </div>
        </section>
        {conflict ?? <Refusal error={faults.size === 0 ? error : null} />}
        <p className="row bot-form__foot">
          {back}
          <button type="submit" className="btn btn--main" aria-busy={isPending}>
            {isPending ? "Saving…" : verb}
          </button>
        </p>
      </div>
      <Preview words={words} />
    </form>
  );
};

const Preview = ({ words: { prompt, variables } }: { words: BotWords }) => {
  const [tried, setTried] = useState<Readonly<Record<string, string>>>({});
  const usual = Object.fromEntries(variables.map(({ name, usual }) => [name, usual]));
  const named = variables.filter(({ name }) => name !== "");
  return (
    <section className="panel bot-form__preview" aria-labelledby="bot-preview">
      <div className="panel__head">
        <h2 id="bot-preview">Preview</h2>
        <span className="small ink3 cut">what is asked with these values</span>
      </div>
      <div className="panel__body stack">
        {named.map(({ key, name }) => (
          <TextArea
            key={key}
            label={name}
            value={tried[name] ?? usual[name] ?? ""}
            rows={1}
            onChange={(value) => setTried({ ...tried, [name]: value })}
          />
        ))}
        <PromptPreview prompt={prompt} variables={named} values={{ ...usual, ...tried }} />
      </div>
    </section>
  );
};
