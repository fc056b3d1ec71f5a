import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { More } from "../../../ui/more.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { AddRepository } from "../components/add-repository.tsx";
import { RepositoryPanel } from "../components/repository-panel.tsx";
import { syncsQuery } from "../repository-queries.ts";
import { useMayOperate } from "../use-may-operate.ts";
import "./repositories.css";

/** `/bots/repositories`: bots that stand as files in the repositories of projects. */
export const BotRepositoriesPage = () => {
  const query = useInfiniteQuery(syncsQuery);
  const mayOperate = useMayOperate();
  const panels = useRef<HTMLDivElement>(null);
  const syncs = query.data;
  return (
    <Page title="Bots from repositories">
      <div className="pagehead">
        <h1>Bots from repositories</h1>
      </div>
      {syncs === undefined || syncs.length === 0 ? (
        <section className="panel" aria-label="Repositories">
          {syncs === undefined ? (
            <Unread query={query} loading="Loading repositories" failed="Repositories could not be read" />
          ) : (
            <Empty title="No repository yet">
              <p>
                A repository may hold bots as files, .signalbox/bots/*.yaml. They are read from its default
                branch, and follow what is pushed there.
              </p>
            </Empty>
          )}
        </section>
      ) : null}
      <div ref={panels} className="repositories">
        {(syncs ?? []).map((sync) => (
          <RepositoryPanel key={sync.projectId} sync={sync} mayChange={mayOperate} />
        ))}
      </div>
      {syncs === undefined ? null : <More query={query} rows={panels} />}
      {syncs !== undefined && mayOperate ? <AddRepository known={syncs} /> : null}
    </Page>
  );
};
