import { Id } from "@signalbox/contract/common";
import { ExecutionState, executionStates } from "@signalbox/contract/executions";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type Choice, Select } from "../../../ui/choice.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/reading.tsx";
import { ExecutionTable } from "../components/execution-table.tsx";
import type { ExecutionFilter } from "../keys.ts";
import { stateAspects } from "../words.ts";

const states: Choice<ExecutionState | "any">[] = [
  { value: "any", label: "Any state" },
  ...executionStates.map((state) => ({ value: state, label: stateAspects[state].word })),
];

/** Reads the address leniently: what is not understood is left out. */
const readFilter = (search: { state?: unknown; botId?: unknown }): ExecutionFilter => {
  const [state, botId] = [ExecutionState.safeParse(search.state), Id.safeParse(search.botId)];
  return { ...(state.success ? { state: state.data } : {}), ...(botId.success ? { botId: botId.data } : {}) };
};

/** `/executions`: every run of a bot, filtered by what the address says. */
export const ExecutionsPage = () => {
  const filter = readFilter(useSearch({ strict: false }));
  const navigate = useNavigate();
  const { state, ...rest } = filter;
  return (
    <Page title="Executions">
      <div className="pagehead">
        <h1>Executions</h1>
        <span className="push" />
        {filter.botId === undefined ? null : (
          <Link to="/executions" search={state === undefined ? {} : { state }} className="btn">
            Of one bot
            <Icon name="close" small className="ink3" />
            <span className="hidden-visually">: show those of all</span>
          </Link>
        )}
        <Select
          label="State"
          value={state ?? "any"}
          choices={states}
          onChange={(next) =>
            void navigate({
              to: "/executions",
              search: { ...rest, ...(next === "any" ? {} : { state: next }) },
            })
          }
        />
      </div>
      <section className="panel" aria-label="Executions">
        <ExecutionTable
          key={JSON.stringify(filter)}
          filter={filter}
          empty={<NoExecutions filtered={Object.keys(filter).length > 0} />}
        />
      </section>
    </Page>
  );
};

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
