import type { BotSync } from "@signalbox/contract/bot-files";
import { useState } from "react";
import { Choose } from "../../../ui/choose.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { useProjects } from "../../projects/index.ts";
import { useWriteSync } from "../repository-queries.ts";

/** Has bots taken from the repository of a project that nobody has spoken of yet. */
export const AddRepository = ({ known }: { known: readonly BotSync[] }) => {
  const [chosen, setChosen] = useState("");
  const write = useWriteSync();
  const taken = new Set(known.map(({ projectId }) => projectId));
  const projects = [...useProjects().values()].filter(({ id }) => !taken.has(id));
  const choices = projects.map(({ id, name }) => ({ value: id, label: name }));
  const add = () =>
    write.mutate(
      { projectId: chosen, version: 0, enabled: true, enablesNew: false },
      { onSuccess: () => setChosen("") },
    );
  return (
    <section className="panel add-repository" aria-label="Another repository">
      <div className="panel__body">
        <Choose
          label="Take bots from the repository of"
          value={chosen}
          choices={[{ value: "", label: "Choose a project" }, ...choices]}
          hint="Whoever may push to its default branch changes these bots, within what was agreed to"
          onChange={setChosen}
        />
        <button type="button" className="btn" disabled={chosen === "" || write.isPending} onClick={add}>
          Take them from there
        </button>
        <Refusal error={write.error} />
      </div>
    </section>
  );
};
