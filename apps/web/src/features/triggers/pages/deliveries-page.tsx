import { Id } from "@signalbox/contract/common";
import { DeliveryState, deliveryStates } from "@signalbox/contract/deliveries";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTypedWords } from "../../../lib/use-typed-words.ts";
import { type Choice, Select } from "../../../ui/choice.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/reading.tsx";
import { DeliveryTable } from "../components/delivery-table.tsx";
import type { DeliveryFilter } from "../keys.ts";
import { readDeliveriesSearch } from "../search.ts";
import { useSources } from "../source-queries.ts";
import { deliveryAspects } from "../words.ts";
import "../triggers.css";

const any = "any";

const states: Choice<DeliveryState | typeof any>[] = [
  { value: any, label: "Any state" },
  ...deliveryStates.map((state) => ({ value: state, label: deliveryAspects[state].word })),
];

/** Reads the address leniently: what is not understood is left out. */
const readFilter = (address: Record<string, unknown>): DeliveryFilter => {
  const { sourceId, state, text } = readDeliveriesSearch(address);
  const [source, known] = [Id.safeParse(sourceId), DeliveryState.safeParse(state)];
  return {
    ...(source.success ? { sourceId: source.data } : {}),
    ...(known.success ? { state: known.data } : {}),
    ...(text === undefined ? {} : { text: text.slice(0, 200) }),
  };
};

/** `/deliveries`: all that sources sent, filtered by what the address says. */
export const DeliveriesPage = () => {
  const filter = readFilter(useSearch({ strict: false }));
  const navigate = useNavigate();
  const sources = useSources();
  const narrow = (change: { [K in keyof DeliveryFilter]: DeliveryFilter[K] | undefined }) =>
    void navigate({
      to: "/deliveries",
      search: readDeliveriesSearch({ ...filter, ...change }),
      replace: true,
    });
  return (
    <Page title="Deliveries">
      <div className="pagehead">
        <h1>Deliveries</h1>
        <span className="push" />
        <Text
          text={filter.text ?? ""}
          onSearch={(text) => narrow({ text: text === "" ? undefined : text })}
        />
        <Select
          label="Source"
          value={filter.sourceId ?? any}
          choices={[
            { value: any, label: "All sources" },
            ...sources.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(next) => narrow({ sourceId: next === any ? undefined : next })}
        />
        <Select
          label="State"
          value={filter.state ?? any}
          choices={states}
          onChange={(next) => narrow({ state: next === any ? undefined : next })}
        />
        <Link to="/bots/sources" className="btn">
          Sources
        </Link>
      </div>
      <section className="panel" aria-label="Deliveries">
        <DeliveryTable
          key={JSON.stringify(filter)}
          filter={filter}
          empty={<NoDeliveries filtered={Object.keys(filter).length > 0} />}
        />
      </section>
    </Page>
  );
};

/** The address follows when one stops typing. */
const Text = ({ text, onSearch }: { text: string; onSearch: (text: string) => void }) => {
  const [words, setWords] = useTypedWords(text, onSearch);
  return (
    <input
      type="search"
      className="field deliveries__text"
      aria-label="Search what came"
      placeholder="Part of what came"
      maxLength={200}
      value={words}
      onChange={(event) => setWords(event.target.value)}
    />
  );
};

const NoDeliveries = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="No delivery matches">
      <p>Widen the filter above.</p>
    </Empty>
  ) : (
    <Empty title="Nothing came yet" lead={{ to: "/bots/sources", word: "See the sources" }}>
      <p>What sources send stands here, with what each trigger made of it and why.</p>
    </Empty>
  );
