import type { ApiKey } from "@signalbox/contract/auth";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { date, moment } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Empty, Failure, Skeleton } from "../../../ui/forms.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { apiKeysQuery, useRevokeApiKey } from "../queries.ts";
import { NewKey } from "./new-key.tsx";

/** API keys: who may call without a browser. */
export const KeysPanel = () => {
  const query = useInfiniteQuery(apiKeysQuery);
  const [making, setMaking] = useState(false);
  const keys = query.data?.pages.flatMap((page) => page.items);
  return (
    <section className="panel" aria-labelledby="keys">
      <div className="panel__head">
        <h2 id="keys">API keys</h2>
        <span className="small ink3 cut wide-only">For scripts and other machines</span>
        <button type="button" className="btn push" aria-expanded={making} onClick={() => setMaking(!making)}>
          <Icon name="plus" small />
          New key
        </button>
      </div>
      {making ? <NewKey onClose={() => setMaking(false)} /> : null}
      {keys === undefined ? (
        query.error === null ? (
          <Skeleton lines={3} label="Loading keys" />
        ) : (
          <Failure title="Keys could not be read" error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : keys.length === 0 ? (
        <Empty title="No key yet">
          <p>A key lets a script read this box or send signals to it.</p>
        </Empty>
      ) : (
        <KeyTable keys={keys} />
      )}
      {query.hasNextPage ? (
        <p className="more">
          <button type="button" className="btn" onClick={() => void query.fetchNextPage()}>
            Load more
          </button>
        </p>
      ) : null}
    </section>
  );
};

const KeyTable = ({ keys }: { keys: readonly ApiKey[] }) => (
  <Scroller className="table-scroll" label="List of API keys">
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Key</th>
          <th scope="col">May</th>
          <th scope="col">Made</th>
          <th scope="col">Last used</th>
          <th scope="col">
            <span className="hidden-visually">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} />
        ))}
      </tbody>
    </table>
  </Scroller>
);

const KeyRow = ({ apiKey }: { apiKey: ApiKey }) => {
  const now = useNow();
  const revoke = useRevokeApiKey();
  return (
    <tr>
      <td className="strong">{apiKey.name}</td>
      <td className="mono ink2">{apiKey.prefix}…</td>
      <td>
        <span className="row row--tight">
          {apiKey.scopes.map((scope) => (
            <span key={scope} className="badge">
              {scope}
            </span>
          ))}
        </span>
      </td>
      <td className="ink2 num">{date(apiKey.createdAt)}</td>
      <td className="ink2 num">{apiKey.lastUsedAt === null ? "never" : moment(apiKey.lastUsedAt, now)}</td>
      <td className="is-number">
        {apiKey.revokedAt !== null ? (
          <span className="ink3">revoked {moment(apiKey.revokedAt, now)}</span>
        ) : (
          <Confirm
            trigger={
              <button type="button" className="btn btn--stop" disabled={revoke.isPending}>
                Revoke
              </button>
            }
            title={`Revoke “${apiKey.name}”?`}
            verb="Revoke the key"
            onConfirm={() => revoke.mutate(apiKey.id)}
          >
            <p>Whatever uses it is refused from now on. A revoked key can’t be brought back.</p>
          </Confirm>
        )}
      </td>
    </tr>
  );
};
