import { agentStates } from "@signalbox/contract/agents";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense } from "react";
import { type Choice, Select } from "../../../ui/choice.tsx";
import { Menu, MenuCheck } from "../../../ui/menu.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/reading.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { StartAgent, UnheardStarts } from "../../launches/index.ts";
import { useProjects } from "../../projects/index.ts";
import { toSetup } from "../../settings/index.ts";
import { type AgentColumn, agentColumns, readColumns, usualColumns } from "../columns.ts";
import { AgentTable } from "../components/agent-table.tsx";
import { AgentViews } from "../components/agent-views.tsx";
import type { AgentFilter } from "../keys.ts";
import { type AgentsSearch, readAgentsSearch } from "../search.ts";

type Anything = "any";
const states: Choice<(AgentsSearch["state"] & string) | Anything>[] = [
  { value: "any", label: "Any state" },
  ...agentStates.map((state) => ({ value: state, label: stateLabel(state) })),
];
type Life = "any" | "true" | "false" | "archived";
const lives: Choice<Life>[] = [
  { value: "any", label: "All" },
  { value: "true", label: "Live" },
  { value: "false", label: "Ended" },
  { value: "archived", label: "Archived" },
];

const lifeOf = (word: Life): Pick<AgentFilter, "live" | "archived"> =>
  word === "archived"
    ? { live: undefined, archived: "true" }
    : { live: word === "any" ? undefined : word, archived: undefined };

function stateLabel(state: string): string {
  const words = state.replaceAll("_", " ");
  return words[0]?.toUpperCase() + words.slice(1);
}

/** Every agent ever seen, filtered by what the address says. */
export const AgentsPage = () => {
  // The router hands on what the address says beside what was read from it.
  const search = readAgentsSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const projects = [...useProjects().values()];
  const { state, projectId, live, archived, columns } = search;
  const filter = { state, projectId, live, archived };
  const narrow = (change: { [K in keyof AgentsSearch]: AgentsSearch[K] | undefined }) =>
    void navigate({ to: "/agents", search: withoutUnset({ ...filter, columns, ...change }) });
  return (
    <Page title="Agents">
      <div className="pagehead">
        <h1>Agents</h1>
        <span className="push" />
        <Suspense fallback={null}>
          <StartAgent {...(projectId === undefined ? {} : { projectId })} />
        </Suspense>
        <Suspense fallback={null}>
          <AgentViews search={search} onShow={(next) => void navigate({ to: "/agents", search: next })} />
        </Suspense>
        <Columns
          shown={columns ?? usualColumns}
          onChoose={(next) => narrow({ columns: readColumns(next) })}
        />
        <Segments
          label="Live or ended"
          value={archived === undefined ? (live ?? "any") : "archived"}
          choices={lives}
          onChange={(word) => narrow(lifeOf(word))}
        />
        <Select
          label="State"
          value={search.state ?? "any"}
          choices={states}
          onChange={(state) => narrow({ state: unlessAny(state) })}
        />
        <Select
          label="Project"
          value={search.projectId ?? "any"}
          choices={[
            { value: "any", label: "All projects" },
            ...projects.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(projectId) => narrow({ projectId: unlessAny(projectId) })}
        />
      </div>
      <Suspense fallback={null}>
        <UnheardStarts />
      </Suspense>
      <section className="panel" aria-label="Agents">
        <AgentTable
          key={JSON.stringify(filter)}
          filter={filter}
          columns={columns}
          empty={<NoAgents filtered={Object.keys(withoutUnset(filter)).length > 0} />}
        />
      </section>
    </Page>
  );
};

interface ColumnsProps {
  shown: readonly AgentColumn[];
  onChoose: (columns: readonly AgentColumn[]) => void;
}

const Columns = ({ shown, onChoose }: ColumnsProps) => (
  <Menu label="Columns">
    {Object.entries(agentColumns).map(([name, { word }]) => (
      <MenuCheck
        key={name}
        checked={shown.some((one) => one === name)}
        onChange={(on) => {
          const others = shown.filter((one) => one !== name);
          const [column] = readColumns([name]) ?? [];
          const next = on && column !== undefined ? [...others, column] : others;
          if (next.length > 0) onChoose(next);
        }}
      >
        {word}
      </MenuCheck>
    ))}
  </Menu>
);

const NoAgents = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="No agent matches">
      <p>Widen the filter above.</p>
    </Empty>
  ) : (
    <Empty title="No agent was seen yet" lead={toSetup}>
      <p>With hooks installed, one that you start in any terminal appears here by itself.</p>
    </Empty>
  );

const unlessAny = <T extends string>(value: T | Anything): Exclude<T, Anything> | undefined =>
  value === "any" ? undefined : (value as Exclude<T, Anything>);

const withoutUnset = (search: { [K in keyof AgentsSearch]: AgentsSearch[K] | undefined }): AgentsSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
