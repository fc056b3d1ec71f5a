import type { Account } from "@signalbox/contract/accounts";
import { botBackends } from "@signalbox/contract/chain";
import { useQuery } from "@tanstack/react-query";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { callerQuery } from "../../settings/index.ts";
import { AccountRow } from "../components/account-row.tsx";
import { AddAccount } from "../components/add-account.tsx";
import { accountsQuery } from "../queries.ts";
import { backendNames } from "../words.ts";
import "../accounts.css";

/** `/bots/accounts`: the logins and keys with which bots run their CLIs. */
export const AccountsPage = () => {
  const query = useQuery(accountsQuery);
  const { data: caller } = useQuery(callerQuery);
  const mayChange = caller?.scopes.includes("admin") === true;
  const accounts = query.data;
  return (
    <Page title="Accounts">
      <div className="pagehead">
        <h1>Accounts</h1>
        <span className="push" />
        {mayChange ? <AddAccount /> : null}
      </div>
      {accounts === undefined || accounts.length === 0 ? (
        <section className="panel" aria-label="Accounts">
          {accounts === undefined ? (
            <Unread query={query} loading="Loading accounts" failed="Accounts could not be read" />
          ) : (
            <NoAccounts />
          )}
        </section>
      ) : (
        <div className="accounts">
          {botBackends.map((backend) => (
            <AccountsOf
              key={backend}
              backend={backend}
              accounts={accounts.filter((account) => account.backend === backend)}
              mayChange={mayChange}
            />
          ))}
        </div>
      )}
    </Page>
  );
};

const NoAccounts = () => (
  <Empty title="No account yet">
    <p>
      Bots run each CLI as the machine is signed in, which becomes an account once it is used. Add others, so
      that a bot goes on with the next where one met a limit.
    </p>
  </Empty>
);

interface AccountsOfProps {
  backend: Account["backend"];
  accounts: readonly Account[];
  mayChange: boolean;
}

const AccountsOf = ({ backend, accounts, mayChange }: AccountsOfProps) =>
  accounts.length === 0 ? null : (
    <section className="panel" aria-label={backendNames[backend]}>
      <div className="panel__head">
        <h2>{backendNames[backend]}</h2>
      </div>
      <ul className="list" aria-label={`Accounts of ${backendNames[backend]}`}>
        {accounts.map((account) => (
          <AccountRow key={account.id} account={account} mayChange={mayChange} />
        ))}
      </ul>
    </section>
  );
