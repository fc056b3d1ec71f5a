import { type ExecutionState, executionStates } from "@signalbox/contract/executions";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, Suspense } from "react";
import { type Choice, Select } from "../../../ui/choice.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/reading.tsx";
import { useProjects } from "../../projects/index.ts";
import { ExecutionTable } from "../components/execution-table.tsx";
import { ExecutionViews } from "../components/execution-views.tsx";
import { FilterWords } from "../components/filter-words.tsx";
import { LookTable } from "../components/look-table.tsx";
import { readFilter } from "../filter.ts";
import type { ExecutionFilter } from "../keys.ts";
import { toLookAtQuery } from "../queries.ts";
import { stateAspects } from "../words.ts";

const states: Choice<ExecutionState | "any">[] = [
  { value: "any", label: "Any state" },
  ...executionStates.map((state) => ({ value: state, label: stateAspects[state].word })),
];

interface ExecutionsPageProps {
  /** What chooses a bot; brought by the frame, which knows bots as well. */
  bots: (botId: string | undefined, onPick: (botId: string | undefined) => void) => ReactNode;
}

type Change = { [K in keyof ExecutionFilter]: ExecutionFilter[K] | undefined };

/** `/executions`: every run of a bot, filtered by what the address says. */
export const ExecutionsPage = ({ bots }: ExecutionsPageProps) => {
  const filter = readFilter(useSearch({ strict: false }));
  const navigate = useNavigate();
  const show = (search: ExecutionFilter, replace = false) =>
    void navigate({ to: "/executions", search, replace, resetScroll: false });
  const narrow = (change: Change, replace = false) => {
    const { state, botId, projectId, text, look } = { ...filter, ...change };
    show(readFilter(withoutUnset({ state, botId, projectId, text, look })), replace);
  };
  return (
    <Page title="Executions">
      <div className="pagehead">
        <h1>Executions</h1>
        <NeedsLook
          isOn={filter.look === "needed"}
          onTurn={(isOn) => narrow({ look: isOn ? "needed" : undefined })}
        />
        <span className="push" />
        <FilterWords
          text={filter.text ?? ""}
          onSearch={(text) => narrow({ text: text === "" ? undefined : text }, true)}
        />
        <Suspense fallback={null}>
          <ExecutionViews filter={filter} onShow={(next) => show(next)} />
        </Suspense>
        <Suspense fallback={null}>{bots(filter.botId, (botId) => narrow({ botId }))}</Suspense>
        <Select
          label="State"
          value={filter.state ?? "any"}
          choices={states}
          onChange={(state) => narrow({ state: state === "any" ? undefined : state })}
        />
        <ProjectChoice projectId={filter.projectId} onPick={(projectId) => narrow({ projectId })} />
      </div>
      <section className="panel" aria-label="Executions">
        {filter.look === "needed" ? (
          <LookTable key={JSON.stringify(filter)} filter={filter} />
        ) : (
          <ExecutionTable
            key={JSON.stringify(filter)}
            filter={filter}
            empty={<NoExecutions filtered={Object.keys(filter).length > 0} />}
          />
        )}
      </section>
    </Page>
  );
};

/** Shows those alone that did not end well. */
const NeedsLook = ({ isOn, onTurn }: { isOn: boolean; onTurn: (isOn: boolean) => void }) => {
  const { data: needing = 0 } = useQuery(toLookAtQuery);
  return (
    <button type="button" className="btn" aria-pressed={isOn} onClick={() => onTurn(!isOn)}>
      Needs a look{needing === 0 ? "" : ` (${needing >= 1_000 ? "1,000+" : needing})`}
    </button>
  );
};

interface ProjectChoiceProps {
  projectId: string | undefined;
  onPick: (projectId: string | undefined) => void;
}

const ProjectChoice = ({ projectId = "any", onPick }: ProjectChoiceProps) => (
  <Select
    label="Project"
    value={projectId}
    choices={[
      { value: "any", label: "All projects" },
      ...[...useProjects().values()].map(({ id, name }) => ({ value: id, label: name })),
    ]}
    onChange={(next) => onPick(next === "any" ? undefined : next)}
  />
);

const withoutUnset = (filter: Change): ExecutionFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

const NoExecutions = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="No execution matches">
      <p>Widen the filter above.</p>
    </Empty>
  ) : (
    <Empty title="Nothing was run yet" lead={{ to: "/bots", word: "See the bots" }}>
      <p>Each start of a bot is an execution. It stands here with its log, what it took and how it ended.</p>
    </Empty>
  );
