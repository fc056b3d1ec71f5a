import { outcomeKinds, outcomeTimes } from "@signalbox/contract/outcomes";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Faults } from "../../../lib/faults.ts";
import { Choose } from "../../../ui/choose.tsx";
import { Field } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { outcomeKindWords } from "../../executions/index.ts";
import { NoGithub } from "../../github/index.ts";
import { needsGithub, newOutcome, type OutcomeWords, outcomeFields } from "../outcome-words.ts";
import { botsQuery } from "../queries.ts";

interface OutcomeRowsProps {
  outcomes: readonly OutcomeWords[];
  faults: Faults;
  onChange: (outcomes: readonly OutcomeWords[]) => void;
}

const most = 10;
const timeWords = { succeeded: "When it succeeded", failed: "When it failed", always: "Always" } as const;

/** What each execution leaves behind, a row each. */
export const OutcomeRows = ({ outcomes, faults, onChange }: OutcomeRowsProps) => {
  const change = (key: string, some: Partial<OutcomeWords>) =>
    onChange(outcomes.map((outcome) => (outcome.key === key ? { ...outcome, ...some } : outcome)));
  const fault = faults.get("outcomes");
  return (
    <fieldset className="variables">
      <legend className="label">What it leaves behind</legend>
      {outcomes.map((outcome, index) => (
        <Row
          key={outcome.key}
          outcome={outcome}
          number={index + 1}
          faultOf={(name) => faults.get(`outcomes.${index}.${name}`)}
          onChange={(some) => change(outcome.key, some)}
          onRemove={() => onChange(outcomes.filter(({ key }) => key !== outcome.key))}
        />
      ))}
      {outcomes.some(needsGithub) ? <NoGithub consequence="what it is to leave there fails" /> : null}
      {fault === undefined ? null : (
        <p className="hint hint--stop" role="alert">
          Its outcomes {fault}
        </p>
      )}
      <p>
        <button
          type="button"
          className="btn"
          disabled={outcomes.length >= most}
          onClick={() => onChange([...outcomes, newOutcome()])}
        >
          <Icon name="plus" small />
          Add an outcome
        </button>
      </p>
      <p className="hint">
        Texts are templates: beside the variables there are <code>result</code>, <code>execution</code>,{" "}
        <code>target</code> and <code>changes</code>
      </p>
    </fieldset>
  );
};

interface RowProps {
  outcome: OutcomeWords;
  number: number;
  faultOf: (name: string) => string | undefined;
  onChange: (some: Partial<OutcomeWords>) => void;
  onRemove: () => void;
}

const Row = ({ outcome, number, faultOf, onChange, onRemove }: RowProps) => {
  const { kind, when, fields } = outcome;
  const type = (name: string) => (text: string) => onChange({ fields: { ...fields, [name]: text } });
  return (
    <fieldset className="outcome stack" aria-label={`Outcome ${number}`}>
      <div className="outcome__head">
        <Choose
          label="What"
          value={kind}
          choices={outcomeKinds.map((value) => ({ value, label: outcomeKindWords[value] }))}
          onChange={(chosen) => onChange({ kind: chosen })}
        />
        <Choose
          label="When"
          value={when}
          choices={outcomeTimes.map((value) => ({ value, label: timeWords[value] }))}
          onChange={(chosen) => onChange({ when: chosen })}
        />
        <button
          type="button"
          className="btn btn--quiet btn--icon"
          aria-label={`Remove outcome ${number}`}
          onClick={onRemove}
        >
          <Icon name="close" small />
        </button>
      </div>
      {kind === "bot" ? (
        <ChooseBot value={fields.botId ?? ""} fault={faultOf("botId")} onChange={type("botId")} />
      ) : null}
      {outcomeFields[kind].map(({ name, label, hint, isLong, choices, usual = "" }) => {
        const typed = { label, hint, value: fields[name] ?? "", fault: faultOf(name), onChange: type(name) };
        if (choices !== undefined) {
          const chosen = typed.value === "" ? usual : typed.value;
          const words = choices.map((value) => ({ value, label: value }));
          return <Choose key={name} {...typed} value={chosen} choices={words} />;
        }
        return isLong ? (
          <TextArea key={name} {...typed} rows={2} isCode />
        ) : (
          <Field key={name} {...typed} autoComplete="off" spellCheck={false} />
        );
      })}
    </fieldset>
  );
};

interface ChooseBotProps {
  value: string;
  fault: string | undefined;
  onChange: (botId: string) => void;
}

const ChooseBot = ({ value, fault, onChange }: ChooseBotProps) => {
  const { data: bots = [] } = useInfiniteQuery(botsQuery);
  const choices = [
    { value: "", label: "Choose one" },
    ...bots.map(({ id, content }) => ({ value: id, label: content.name })),
  ];
  return <Choose label="Which bot" value={value} choices={choices} fault={fault} onChange={onChange} />;
};
