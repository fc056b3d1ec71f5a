import type { GitHubConnection } from "@signalbox/contract/github";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { useFocusBack } from "../../../ui/use-focus-back.ts";
import { callerQuery } from "../../settings/index.ts";
import { CheckPanel } from "../components/check.tsx";
import { Connect } from "../components/connect.tsx";
import { connectionQuery, useDisconnect } from "../queries.ts";
import { usualApi } from "../words.ts";

/** `/settings/github`: the account with which bots read and write on GitHub. */
export const GithubPage = () => {
  usePageTitle("GitHub");
  const query = useQuery(connectionQuery);
  const { data: caller } = useQuery(callerQuery);
  const mayChange = caller?.scopes.includes("admin") === true;
  const connection = query.data;
  return (
    <>
      <section className="panel" aria-labelledby="github">
        <div className="panel__head">
          <h2 id="github">GitHub</h2>
          <span className="small ink3 cut wide-only">What bots read and write there</span>
          {connection === undefined || !mayChange ? null : <ConnectButton connection={connection} />}
        </div>
        {connection === undefined ? (
          <Unread
            query={query}
            lines={3}
            loading="Loading the connection"
            failed="The connection could not be read"
          />
        ) : connection === null ? (
          <NotConnected mayChange={mayChange} />
        ) : (
          <Connected connection={connection} mayChange={mayChange} />
        )}
      </section>
      {connection && mayChange ? <CheckPanel key={connection.changedAt} /> : null}
    </>
  );
};

const NotConnected = ({ mayChange }: { mayChange: boolean }) => (
  <Empty title="GitHub is not connected">
    <p>
      With a token or a GitHub App, bots comment, review, and open issues and pull requests there, and
      triggers ask who may write.
    </p>
    {mayChange ? null : <p>An administrator connects it.</p>}
  </Empty>
);

/** It stays where it is while what it does changes; what disconnects goes, and leaves it the focus. */
const ConnectButton = ({ connection }: { connection: GitHubConnection | null }) => {
  const button = useFocusBack(connection !== null);
  const word = connection === null ? "Connect" : "Connect anew";
  return (
    <Connect
      apiUrl={connection?.apiUrl ?? usualApi}
      title={connection === null ? "Connect GitHub" : "Connect GitHub anew"}
      trigger={
        <button ref={button} type="button" className={`btn push ${connection === null ? "btn--main" : ""}`}>
          {word}
        </button>
      }
    />
  );
};

interface ConnectedProps {
  connection: GitHubConnection;
  mayChange: boolean;
}

const Connected = ({ connection: { login, appId, apiUrl, changedAt }, mayChange }: ConnectedProps) => {
  const now = useNow();
  return (
    <div className="panel__body stack">
      <dl className="kv num">
        <dt>Account</dt>
        <dd className="strong">{login}</dd>
        {appId === null ? null : (
          <>
            <dt>GitHub App</dt>
            <dd>{appId}</dd>
          </>
        )}
        <dt>API</dt>
        <dd className="mono">{apiUrl}</dd>
        <dt>Connected</dt>
        <dd>{moment(changedAt, now)}</dd>
      </dl>
      {mayChange ? (
        <Disconnect login={login} />
      ) : (
        <p className="small ink3">Only an administrator changes it.</p>
      )}
    </div>
  );
};

const Disconnect = ({ login }: { login: string }) => {
  const disconnect = useDisconnect();
  return (
    <div className="stack">
      <Refusal error={disconnect.error} />
      <p>
        <Confirm
          trigger={
            <button type="button" className="btn btn--stop" aria-busy={disconnect.isPending}>
              Disconnect
            </button>
          }
          title={`Disconnect from GitHub as ${login}?`}
          verb="Disconnect it"
          back="Keep it"
          onConfirm={() => disconnect.mutate()}
        >
          <p>
            Bots write nothing there any more, and what they were to leave there fails. The token or key is
            forgotten here; it works on GitHub until you delete it there.
          </p>
        </Confirm>
      </p>
    </div>
  );
};
