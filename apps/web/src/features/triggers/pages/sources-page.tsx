import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Icon } from "../../../ui/icon.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { useMayOperate } from "../../bots/index.ts";
import { MakeSource } from "../components/make-source.tsx";
import { SourceRow } from "../components/source-row.tsx";
import { allTriggersQuery } from "../queries.ts";
import { sourcesQuery } from "../source-queries.ts";
import "../triggers.css";

/** `/bots/sources`: where deliveries come from. */
export const SourcesPage = () => {
  const query = useQuery(sourcesQuery);
  const { data: triggers = [] } = useQuery(allTriggersQuery);
  const mayOperate = useMayOperate();
  const sources = query.data;
  return (
    <Page title="Sources">
      <div className="pagehead">
        <h1>Sources</h1>
        <span className="push" />
        <Link to="/deliveries" className="btn">
          <Icon name="deliveries" small />
          Deliveries
        </Link>
        {mayOperate ? (
          <MakeSource
            style="github"
            trigger={
              <button type="button" className="btn">
                <Icon name="plus" small />
                New source
              </button>
            }
          />
        ) : null}
      </div>
      <section className="panel" aria-label="Sources">
        {sources === undefined ? (
          <Unread query={query} loading="Loading sources" failed="Sources could not be read" />
        ) : sources.length === 0 ? (
          <Empty title="No source yet">
            <p>
              A source is an address that a program elsewhere delivers to, such as GitHub, and a secret that
              proves that it was that program. Triggers of bots look at what it delivers.
            </p>
          </Empty>
        ) : (
          <ul className="list" aria-label="Sources">
            {sources.map((source) => (
              <SourceRow
                key={source.id}
                source={source}
                triggers={triggers.filter(
                  ({ content }) => "sourceId" in content && content.sourceId === source.id,
                )}
                mayChange={mayOperate}
              />
            ))}
          </ul>
        )}
      </section>
    </Page>
  );
};
