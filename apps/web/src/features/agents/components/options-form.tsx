import type { QuestionPart } from "@signalbox/contract/agents";
import { useId, useState } from "react";
import { Code } from "../../../ui/scroller.tsx";
import type { Giving } from "../answer-queries.ts";

/** What is chosen of one part, and what is written instead or besides. */
interface Choosing {
  labels: readonly string[];
  own: string;
}

const nothing: Choosing = { labels: [], own: "" };

const answerOf = ({ labels, own }: Choosing): string[] => [
  ...labels,
  ...(own.trim() === "" ? [] : [own.trim()]),
];

interface OptionsFormProps extends Giving {
  parts: readonly QuestionPart[];
  /** What stands above the form already. */
  said: string;
}

/** Several things asked at once, each with options to choose from and room for words of one's own. */
export const OptionsForm = ({ parts, said, give, busy }: OptionsFormProps) => {
  const [chosen, setChosen] = useState<readonly Choosing[]>([]);
  const answers = parts.map((_, at) => answerOf(chosen[at] ?? nothing));
  const choose = (at: number, next: Choosing) =>
    setChosen(parts.map((_, place) => (place === at ? next : (chosen[place] ?? nothing))));
  return (
    <form
      className="answer__parts"
      onSubmit={(event) => {
        event.preventDefault();
        give({ kind: "options", answers });
      }}
    >
      {parts.map((part, at) => (
        <PartForm
          key={part.text}
          part={part}
          isSaid={part.text === said}
          chosen={chosen[at] ?? nothing}
          onChoose={(next) => choose(at, next)}
        />
      ))}
      <div className="answer__row">
        <button
          type="submit"
          className="btn btn--main"
          disabled={busy || answers.some((answer) => answer.length === 0)}
        >
          Answer
        </button>
        <button type="button" className="btn" disabled={busy} onClick={() => give({ kind: "deny" })}>
          Refuse to answer
        </button>
      </div>
    </form>
  );
};

interface PartFormProps {
  part: QuestionPart;
  isSaid: boolean;
  chosen: Choosing;
  onChoose: (next: Choosing) => void;
}

const PartForm = ({ part, isSaid, chosen, onChoose }: PartFormProps) => {
  const name = useId();
  const { several } = part;
  const toggle = (label: string, on: boolean) => {
    if (!several) return onChoose({ labels: [label], own: "" });
    const others = chosen.labels.filter((one) => one !== label);
    onChoose({ ...chosen, labels: on ? [...others, label] : others });
  };
  return (
    <fieldset className="answer__part">
      <legend className={isSaid ? "hidden-visually" : "part__q"}>{part.text}</legend>
      {part.options.map(({ label, description, preview }) => (
        <label key={label} className="opt opt--choice">
          <input
            type={several ? "checkbox" : "radio"}
            name={name}
            checked={chosen.labels.includes(label)}
            onChange={({ target }) => toggle(label, target.checked)}
          />
          <span className="grow">
            <b>{label}</b>
            {description === null ? null : <span className="opt__why">{description}</span>}
            {preview === null ? null : <Code>{preview}</Code>}
          </span>
        </label>
      ))}
      <input
        className="field"
        value={chosen.own}
        maxLength={10_000}
        aria-label={`${part.text}: in your own words`}
        placeholder="In your own words"
        onChange={({ target }) => onChoose({ labels: several ? chosen.labels : [], own: target.value })}
      />
    </fieldset>
  );
};
