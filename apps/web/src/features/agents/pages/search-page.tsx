import type { Backend } from "@signalbox/contract/common";
import { backends } from "@signalbox/contract/common";
import type { TurnHit } from "@signalbox/contract/turn-search";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTypedWords } from "../../../lib/use-typed-words.ts";
import { Select } from "../../../ui/choice.tsx";
import { More } from "../../../ui/more.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { useProjects } from "../../projects/index.ts";
import { HitRow } from "../components/hit-row.tsx";
import { hitsQuery } from "../records-queries.ts";
import { readTurnsSearch, type TurnsSearch } from "../search.ts";
import "./search.css";

const anyBackend = "any";

/** `/search`: words that anybody said, or that tools were given, in any agent. */
export const SearchPage = () => {
  const search = readTurnsSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const narrow = (change: { [K in keyof TurnsSearch]: TurnsSearch[K] | undefined }) =>
    void navigate({ to: "/search", search: readTurnsSearch({ ...search, ...change }), replace: true });
  const projects = [...useProjects().values()];
  return (
    <Page title="Search">
      <div className="pagehead">
        <h1>Search</h1>
        <span className="push" />
        <Select
          label="Project"
          value={search.projectId ?? anyBackend}
          choices={[
            { value: anyBackend, label: "All projects" },
            ...projects.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(projectId) => narrow({ projectId: projectId === anyBackend ? undefined : projectId })}
        />
        <Select<Backend | typeof anyBackend>
          label="CLI"
          value={search.backend ?? anyBackend}
          choices={[
            { value: anyBackend, label: "All CLIs" },
            ...backends.map((value) => ({ value, label: value })),
          ]}
          onChange={(backend) => narrow({ backend: backend === anyBackend ? undefined : backend })}
        />
      </div>
      <Words q={search.q ?? ""} onSearch={(q) => narrow({ q: q === "" ? undefined : q })} />
      <Hits search={search} />
    </Page>
  );
};

/** The field; the address follows when one stops typing. */
const Words = ({ q, onSearch }: { q: string; onSearch: (q: string) => void }) => {
  const [words, setWords] = useTypedWords(q, onSearch);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <input
      ref={field}
      type="search"
      className="field search__field"
      aria-label="Search what was said and done"
      placeholder="Words, names, paths: src/main.ts"
      value={words}
      onChange={(event) => setWords(event.target.value)}
    />
  );
};

const Hits = ({ search: { q = "", ...filter } }: { search: TurnsSearch }) => {
  const query = useInfiniteQuery(hitsQuery(q, filter));
  const rows = useRef<HTMLUListElement>(null);
  if (q === "")
    return (
      <Empty title="What are you looking for?">
        <p>
          Every word is looked for in what people, agents and tools said; the last may be the beginning of
          one.
        </p>
      </Empty>
    );
  if (query.data === undefined)
    return <Unread query={query} lines={6} loading="Searching" failed="The search failed" />;
  if (query.data.length === 0)
    return (
      <Empty title="Nowhere">
        <p>No turn has all of these words. Leave one out, or widen the filter above.</p>
      </Empty>
    );
  return (
    <section className="panel" aria-label="Found">
      <ul ref={rows} className="hits">
        {query.data.map((hit: TurnHit) => (
          <HitRow key={hit.turnId} hit={hit} />
        ))}
      </ul>
      <More query={query} rows={rows} />
    </section>
  );
};
