import { isMissing } from "../../../lib/missing.ts";
import { Page } from "../../../ui/page.tsx";
import { DeadLink, Unread } from "../../../ui/reading.tsx";

/** In place of a bot that is not read yet, or is none. */
export const NoBotHere = ({ query }: { query: { error: unknown; refetch: () => unknown } }) => (
  <Page title="Bot">
    <div className="pagehead">
      <h1>Bot</h1>
    </div>
    <section className="panel">
      {isMissing(query.error) ? (
        <DeadLink title="No bot is at this address" lead={{ to: "/bots", word: "See all bots" }} />
      ) : (
        <Unread query={query} loading="Loading the bot" failed="This bot could not be read" />
      )}
    </section>
  </Page>
);
