import { type ApiKey, ownKeyNames } from "@signalbox/contract/auth";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type RefObject, useRef, useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { date, moment } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { apiKeysQuery, useRevokeApiKey } from "../queries.ts";
import { NewKey } from "./new-key.tsx";

/** API keys: which programs may call without a browser. */
export const KeysPanel = () => {
  const query = useInfiniteQuery(apiKeysQuery);
  const rows = useRef<HTMLUListElement>(null);
  const [making, setMaking] = useState(false);
  const keys = query.data?.pages.flatMap((page) => page.items);
  return (
    <section className="panel" aria-labelledby="keys">
      <div className="panel__head">
        <h2 id="keys">API keys</h2>
        <span className="small ink3 cut wide-only">What programs show instead of a sign-in</span>
        <button type="button" className="btn push" aria-expanded={making} onClick={() => setMaking(!making)}>
          <Icon name="plus" small />
          New key
        </button>
      </div>
      {making ? <NewKey onClose={() => setMaking(false)} /> : null}
      {keys === undefined ? (
        <Unread query={query} lines={3} loading="Loading keys" failed="Keys could not be read" />
      ) : keys.length === 0 ? (
        <Empty title="No key yet">
          <p>With a key, a program on this machine reads what agents do, or reports it, without a browser.</p>
        </Empty>
      ) : (
        <KeyList keys={keys} rows={rows} />
      )}
      <More query={query} rows={rows} />
    </section>
  );
};

interface KeyListProps {
  keys: readonly ApiKey[];
  rows: RefObject<HTMLUListElement | null>;
}

const KeyList = ({ keys, rows }: KeyListProps) => (
  <ul className="list" aria-label="API keys" ref={rows}>
    {keys.map((key) => (
      <KeyRow key={key.id} apiKey={key} />
    ))}
  </ul>
);

const KeyRow = ({ apiKey }: { apiKey: ApiKey }) => {
  const now = useNow();
  return (
    <li className="key">
      <div>
        <p className="strong break">{apiKey.name}</p>
        <p className="small ink3 num key__facts">
          <span className="mono">{apiKey.prefix}…</span>
          <span>
            of {apiKey.owner.name}, made {date(apiKey.createdAt)}
          </span>
          <span>
            {apiKey.lastUsedAt === null ? "never used" : `last used ${moment(apiKey.lastUsedAt, now)}`}
          </span>
          <Expiry apiKey={apiKey} now={now} />
        </p>
      </div>
      <span className="row row--tight row--wrap key__scopes">
        {apiKey.scopes.map((scope) => (
          <span key={scope} className="badge">
            {scope}
          </span>
        ))}
      </span>
      <span className="key__act">
        {apiKey.revokedAt === null ? (
          <Revoke apiKey={apiKey} />
        ) : (
          <span className="small ink3 num">revoked {moment(apiKey.revokedAt, now)}</span>
        )}
      </span>
    </li>
  );
};

const Expiry = ({ apiKey: { expiresAt }, now }: { apiKey: ApiKey; now: number }) => {
  if (expiresAt === null) return null;
  const over = Date.parse(expiresAt) <= now;
  return (
    <span className={over ? "stop" : ""}>
      {over ? "expired" : "until"} {moment(expiresAt, now)}
    </span>
  );
};

const ownConsequences: Record<string, string> = {
  [ownKeyNames.hooks]:
    "Every hook reports with this key: no session is heard until Signalbox starts anew and makes another.",
  [ownKeyNames.cli]:
    "The signalbox command asks with this key: it is refused until Signalbox starts anew and makes another.",
};

const consequenceOf = ({ name }: ApiKey): string =>
  ownConsequences[name] ?? "Whatever uses it is refused from now on. A revoked key can’t be brought back.";

const Revoke = ({ apiKey }: { apiKey: ApiKey }) => {
  const revoke = useRevokeApiKey();
  return (
    <Confirm
      trigger={
        <button type="button" className="btn btn--stop" disabled={revoke.isPending}>
          Revoke
        </button>
      }
      title={`Revoke “${apiKey.name}”?`}
      verb="Revoke the key"
      back="Keep it"
      onConfirm={() => revoke.mutate(apiKey.id)}
    >
      <p>{consequenceOf(apiKey)}</p>
    </Confirm>
  );
};
