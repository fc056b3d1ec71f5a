import { githubEvents } from "@signalbox/contract/triggers";
import { Choose } from "../../../ui/choose.tsx";
import { Field } from "../../../ui/field.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { NoGithub } from "../../github/index.ts";
import { asksGithub } from "../form.ts";
import { githubEventWords } from "../words.ts";
import type { FieldsProps } from "./trigger-fields.tsx";

/** Which of what GitHub tells it begins on. */
export const GithubFields = ({ words, faults, onChange }: FieldsProps) => (
  <>
    <Field
      label="Repository"
      value={words.repository}
      maxLength={201}
      required
      autoComplete="off"
      spellCheck={false}
      placeholder="acme/shop"
      fault={faults.get("repository")}
      onChange={(repository) => onChange({ repository })}
    />
    <Events words={words} faults={faults} onChange={onChange} />
    <Field
      label="Actions"
      value={words.actions}
      autoComplete="off"
      spellCheck={false}
      placeholder="opened, reopened"
      hint="Empty takes all"
      fault={faultWithin(faults, "actions")}
      onChange={(actions) => onChange({ actions })}
    />
    <div className="trigger-form__pairs">
      <TextArea
        label="Branches"
        value={words.branches}
        rows={1}
        isCode
        spellCheck={false}
        placeholder="main"
        hint="A pattern a line; of pull requests, where they go to. Empty takes all"
        fault={faultWithin(faults, "branches")}
        onChange={(branches) => onChange({ branches })}
      />
      <TextArea
        label="Paths"
        value={words.paths}
        rows={1}
        isCode
        spellCheck={false}
        placeholder="src/**"
        hint="A pattern a line, one of which must have changed. Empty takes all"
        fault={faultWithin(faults, "paths")}
        onChange={(paths) => onChange({ paths })}
      />
    </div>
    <div className="trigger-form__pairs">
      <Field
        label="Command"
        value={words.command}
        maxLength={41}
        autoComplete="off"
        spellCheck={false}
        placeholder="/review"
        hint="What a comment begins with; other comments begin nothing"
        fault={faults.get("command")}
        onChange={(command) => onChange({ command })}
      />
      <Choose
        label="Who may"
        value={words.from}
        choices={[
          { value: "writers", label: "Who can write to the repository" },
          { value: "anyone", label: "Anybody" },
        ]}
        hint={words.from === "anyone" ? "Also strangers: give the bot little access" : undefined}
        onChange={(from) => onChange({ from })}
      />
    </div>
    {asksGithub(words) ? (
      <NoGithub consequence="who may write and which files change can’t be asked there" />
    ) : null}
  </>
);

const Events = ({ words: { events }, faults, onChange }: FieldsProps) => {
  const fault = faults.get("events");
  return (
    <fieldset>
      <legend className="label">Events</legend>
      <div className="row row--wrap trigger-form__checks">
        {githubEvents.map((event) => (
          <label key={event} className="row row--tight small">
            <input
              type="checkbox"
              checked={events.includes(event)}
              onChange={({ target }) =>
                onChange({
                  events: githubEvents.filter((one) =>
                    one === event ? target.checked : events.includes(one),
                  ),
                })
              }
            />
            {githubEventWords[event]}
          </label>
        ))}
      </div>
      {fault === undefined ? null : (
        <p className="hint hint--stop" role="alert">
          {fault}
        </p>
      )}
    </fieldset>
  );
};

/** What is wrong with a list, or with one of it. */
const faultWithin = (faults: FieldsProps["faults"], name: string): string | undefined =>
  [...faults].find(([path]) => path === name || path.startsWith(`${name}.`))?.[1];
