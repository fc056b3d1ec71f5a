import type { Backend } from "@signalbox/contract/common";
import type { LaunchableCli } from "@signalbox/contract/launches";
import type { Project } from "@signalbox/contract/projects";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, type SubmitEvent, useId, useState } from "react";
import { Field, Refusal } from "../../../ui/field.tsx";
import { personasQuery } from "../../organisation/index.ts";
import { useProjects } from "../../projects/index.ts";
import { launchOptionsQuery } from "../queries.ts";
import { HeadlessChoice, mustBeHeadless } from "./headless-choice.tsx";

/** What somebody wants to start; empty words are none. */
export interface StartWords {
  backend: Backend;
  /** Empty for a folder that is no project's. */
  projectId: string;
  path: string;
  /** Empty for nobody in particular. */
  personaId: string;
  branch: string;
  prompt: string;
  headless: boolean;
}

interface FormProps {
  projectId: string | undefined;
  busy: boolean;
  error: Error | null;
  onSubmit: (words: StartWords) => void;
  /** The way back. */
  back: ReactNode;
}

/** Which CLI, where, on which branch, and what it is asked to do first. */
export const StartForm = ({ projectId: given, busy, error, onSubmit, back }: FormProps) => {
  const { data: options } = useQuery(launchOptionsQuery);
  const projects = [...useProjects().values()].filter(({ path }) => path !== null);
  const [words, setWords] = useState<Partial<StartWords>>({});
  const set = (some: Partial<StartWords>) => setWords({ ...words, ...some });
  const first = options?.clis.find(({ installed }) => installed)?.backend ?? "claude";
  const {
    backend = first,
    projectId = given ?? projects[0]?.id ?? "",
    path = "",
    personaId = "",
    branch = "",
    prompt = "",
    headless = false,
  } = words;
  const cli = options?.clis.find((one) => one.backend === backend);
  const isHeadless = mustBeHeadless(cli) || (headless && cli?.headlessProblem === null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!busy) onSubmit({ backend, projectId, path, personaId, branch, prompt, headless: isHeadless });
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        <Clis clis={options?.clis ?? []} value={backend} onChange={(next) => set({ backend: next })} />
        <Place projects={projects} value={projectId} onChange={(next) => set({ projectId: next })} />
        {projectId === "" ? (
          <Field
            label="Folder"
            value={path}
            maxLength={2_048}
            autoComplete="off"
            spellCheck={false}
            required
            placeholder="/home/ada/shop"
            hint="On the machine that Signalbox runs on; its full path"
            onChange={(next) => set({ path: next })}
          />
        ) : null}
        <Who value={personaId} onChange={(next) => set({ personaId: next })} />
        <Field
          label="Branch of its own"
          value={branch}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          placeholder="feature/basket"
          hint="It works in a worktree on that branch; empty, in the folder itself"
          onChange={(next) => set({ branch: next })}
        />
        <HeadlessChoice cli={cli} value={headless} onChange={(next) => set({ headless: next })} />
        <Prompt value={prompt} onChange={(next) => set({ prompt: next })} />
        <Refusal error={error} />
      </div>
      <div className="dialog__foot">
        {back}
        <button type="submit" className="btn btn--main" aria-busy={busy}>
          {busy ? "Starting…" : "Start"}
        </button>
      </div>
    </form>
  );
};

interface PlaceProps {
  projects: readonly Pick<Project, "id" | "name">[];
  value: string;
  onChange: (projectId: string) => void;
}

const Place = ({ projects, value, onChange }: PlaceProps) => {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        Project
      </label>
      <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {projects.map((project) => (
          <option key={project.id} value={project.id}>
            {project.name}
          </option>
        ))}
        <option value="">Another folder</option>
      </select>
    </div>
  );
};

/** Who it is started as; not asked where there is nobody to choose. */
const Who = ({ value, onChange }: { value: string; onChange: (personaId: string) => void }) => {
  const id = useId();
  const { data = [] } = useQuery(personasQuery);
  const personas = data.filter(({ status }) => status === "active");
  if (personas.length === 0) return null;
  return (
    <div>
      <label className="label" htmlFor={id}>
        Persona
      </label>
      <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Nobody in particular</option>
        {personas.map((persona) => (
          <option key={persona.id} value={persona.id}>
            {persona.name}, {persona.role}
          </option>
        ))}
      </select>
    </div>
  );
};

const Prompt = ({ value, onChange }: { value: string; onChange: (prompt: string) => void }) => {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        Prompt
      </label>
      <textarea
        id={id}
        className="field launch__prompt"
        rows={4}
        maxLength={50_000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
};

interface ClisProps {
  clis: readonly LaunchableCli[];
  value: Backend;
  onChange: (backend: Backend) => void;
}

const Clis = ({ clis, value, onChange }: ClisProps) => {
  const id = useId();
  const chosen = clis.find(({ backend }) => backend === value);
  const missing = clis.filter(({ installed }) => !installed).map(({ name }) => name);
  const isSilent = chosen?.installed === true && chosen.signedIn === null;
  return (
    <div>
      <label className="label" htmlFor={id}>
        CLI
      </label>
      <select
        id={id}
        className="field"
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const next = clis.find(({ backend }) => backend === event.target.value);
          if (next !== undefined) onChange(next.backend);
        }}
      >
        {clis.map(({ backend, name, installed }) => (
          <option key={backend} value={backend} disabled={!installed}>
            {installed ? name : `${name} (not installed)`}
          </option>
        ))}
      </select>
      <p className="hint" id={`${id}-hint`}>
        {isSilent ? "Whether it is signed in is not known. " : ""}
        {missing.length === 0 ? "" : `Not installed: ${missing.join(", ")}`}
      </p>
    </div>
  );
};
