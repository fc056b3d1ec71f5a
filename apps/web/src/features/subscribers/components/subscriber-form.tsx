import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Choose } from "../../../ui/choose.tsx";
import { EventTypes } from "../../../ui/event-types.tsx";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormFoot } from "../../../ui/form-dialog.tsx";
import { everyBotQuery } from "../../bots/index.ts";
import { useProjects } from "../../projects/index.ts";
import type { SubscriberWords } from "../form.ts";

interface SubscriberFormProps {
  given: SubscriberWords;
  verb: string;
  pending: boolean;
  error: Error | null;
  onSubmit: (words: SubscriberWords) => void;
}

export const SubscriberForm = ({ given, verb, pending, error, onSubmit }: SubscriberFormProps) => {
  const [words, setWords] = useState(given);
  const faults = faultsOf(error);
  const scopes = useScopes();
  const change = (some: Partial<SubscriberWords>) => setWords({ ...words, ...some });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(words);
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Field
          label="Name"
          value={words.name}
          maxLength={100}
          required
          autoComplete="off"
          placeholder="The dashboard"
          fault={faults.get("name")}
          onChange={(name) => change({ name })}
        />
        <Field
          label="Address"
          value={words.url}
          maxLength={2_000}
          required
          inputMode="url"
          autoComplete="off"
          placeholder="https://hooks.example.com/signalbox"
          fault={faults.get("url")}
          onChange={(url) => change({ url })}
        />
        <EventTypes
          types={words.types}
          label="Events that it is told of"
          offersAll
          fault={[...faults].find(([path]) => path.startsWith("types"))?.[1]}
          onChange={(types) => change({ types })}
        />
        <Choose label="Of" value={words.of} choices={scopes} onChange={(of) => change({ of })} />
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={verb} pending={pending} />
    </form>
  );
};

const useScopes = () => {
  const projects = [...useProjects().values()];
  const { data: bots = [] } = useQuery(everyBotQuery);
  return [
    { value: "all", label: "all projects and bots" },
    ...projects.map(({ id, name }) => ({ value: `project ${id}`, label: `the project ${name}` })),
    ...bots.map(({ id, content }) => ({ value: `bot ${id}`, label: `the bot ${content.name}` })),
  ];
};
