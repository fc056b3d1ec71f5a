import type { Bot } from "@signalbox/contract/bots";
import type { ExecutionTarget } from "@signalbox/contract/executions";
import { useNavigate } from "@tanstack/react-router";
import { type ReactElement, type SubmitEvent, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { useStartBot } from "../queries.ts";
import { aboutOf, targetIn } from "../target.ts";
import { firstValues, valuesToSend } from "../values.ts";
import { DryRun } from "./dry-run.tsx";
import { PromptPreview } from "./prompt-preview.tsx";
import "./start-bot.css";

interface StartBotProps {
  bot: Bot;
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  /** What was given the last time. */
  before?: Readonly<Record<string, string>>;
  /** What it was about the last time. */
  target?: ExecutionTarget | null;
}

/** A button that asks for the bot's values, starts it, and leads to the execution. */
export const StartBot = ({ bot, trigger, before, target = null }: StartBotProps) => {
  const start = useStartBot(bot.id);
  const { open, onOpenChange } = useFormDialog(start);
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title={`Start ${bot.content.name}`}>
      <StartForm bot={bot} start={start} target={target} {...(before && { before })} />
    </FormDialog>
  );
};

interface StartFormProps extends Pick<StartBotProps, "bot" | "before"> {
  target: ExecutionTarget | null;
  start: ReturnType<typeof useStartBot>;
}

const StartForm = ({ bot, before, target, start }: StartFormProps) => {
  const { prompt, variables, outcomes } = bot.content;
  const [about, setAbout] = useState(() => aboutOf(target));
  const [values, setValues] = useState(() => firstValues(variables, before));
  // Asked twice in one opening, it is one start.
  const [key] = useState(() => crypto.randomUUID());
  const navigate = useNavigate();
  const faults = faultsOf(start.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    start.mutate(
      { key, values: valuesToSend(variables, values), target: targetIn(about, target) },
      {
        onSuccess: ({ id }) =>
          void navigate({ to: "/executions/$executionId", params: { executionId: id }, search: {} }),
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack start-bot">
        {variables.map(({ name, description, default: usual }) => (
          <TextArea
            key={name}
            label={usual === undefined ? name : `${name} (may stay as it is)`}
            value={values[name] ?? ""}
            rows={1}
            maxLength={10_000}
            hint={description === "" ? undefined : description}
            fault={faults.get(`values.${name}`)}
            onChange={(value) => setValues({ ...values, [name]: value })}
          />
        ))}
        {outcomes.length === 0 ? null : (
          <Field
            label="About, on GitHub"
            value={about}
            autoComplete="off"
            spellCheck={false}
            placeholder="owner/name#7"
            hint="The pull request or issue that its outcomes go to"
            fault={faults.get("target.repository") ?? faults.get("target.number")}
            onChange={setAbout}
          />
        )}
        {variables.length === 0 ? <p className="ink2">It asks for no values.</p> : null}
        <details>
          <summary className="small">What it will be asked</summary>
          <PromptPreview prompt={prompt} variables={variables} values={values} />
        </details>
        <DryRun botId={bot.id} variables={variables} values={values} />
        <Refusal error={faults.size === 0 ? start.error : null} />
      </div>
      <FormFoot verb={start.isPending ? "Starting…" : "Start"} pending={start.isPending} />
    </form>
  );
};
