import type { AnswerGrant } from "@signalbox/contract/grants";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Refusal } from "../../../ui/field.tsx";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { grantsQuery, useGiveGrant, useRefuseGrant } from "../grant-queries.ts";

/** Terminals that ask to answer for a person, and those that were let. */
export const GrantsPanel = () => {
  const query = useInfiniteQuery(grantsQuery);
  const rows = useRef<HTMLUListElement>(null);
  const now = useNow();
  const grants = query.data?.pages.flatMap((page) => page.items);
  return (
    <section className="panel" aria-labelledby="grants">
      <div className="panel__head">
        <h2 id="grants">Terminals that answer</h2>
      </div>
      {grants === undefined ? (
        <Unread query={query} lines={3} loading="Loading terminals" failed="Terminals could not be read" />
      ) : grants.length === 0 ? (
        <Empty title="No terminal asked">
          <p>
            <code>signalbox answer</code> asks here before it answers agents for you.
          </p>
        </Empty>
      ) : (
        <ul className="list" aria-label="Terminals" ref={rows}>
          {grants.map((grant) => (
            <GrantRow key={grant.id} grant={grant} now={now} />
          ))}
        </ul>
      )}
      <More query={query} rows={rows} />
    </section>
  );
};

const isPast = ({ expiresAt }: AnswerGrant, now: number): boolean => Date.parse(expiresAt) <= now;

const GrantRow = ({ grant, now }: { grant: AnswerGrant; now: number }) => (
  <li className="key">
    <div>
      <p className="strong break">{grant.name}</p>
      <p className="small ink3 num key__facts">
        <span>asked {moment(grant.askedAt, now)}</span>
        {grant.by === null ? null : <span>{`${settledWords[grant.state]} ${grant.by}`}</span>}
        {grant.state === "given" && !isPast(grant, now) ? (
          <span>until {moment(grant.expiresAt, now)}</span>
        ) : null}
      </p>
    </div>
    <GrantActs grant={grant} isOver={isPast(grant, now)} />
  </li>
);

const settledWords: Record<AnswerGrant["state"], string> = {
  asked: "",
  given: "let by",
  ended: "ended by",
  refused: "refused by",
  withdrawn: "withdrawn by",
  expired: "was let by",
};

const GrantActs = ({ grant, isOver }: { grant: AnswerGrant; isOver: boolean }) => {
  const { id, name, code, state } = grant;
  const give = useGiveGrant();
  const refuse = useRefuseGrant();
  const isBusy = give.isPending || refuse.isPending;
  if (isOver || (state !== "asked" && state !== "given"))
    return <span className="small ink3 key__act">{isOver && state === "asked" ? "expired" : state}</span>;
  if (state === "given")
    return (
      <span className="key__act">
        <button
          type="button"
          className="btn btn--stop"
          disabled={isBusy}
          aria-label={`End what ${name} may answer`}
          onClick={() => refuse.mutate(id)}
        >
          End
        </button>
        <Refusal error={refuse.error} />
      </span>
    );
  return (
    <fieldset className="grant">
      <legend className="small">
        Its code must be <strong className="mono grant__code">{code}</strong>. Let it answer for you for
      </legend>
      {[5, 15, 60].map((minutes) => (
        <button
          key={minutes}
          type="button"
          className="btn"
          disabled={isBusy}
          onClick={() => give.mutate({ grantId: id, minutes })}
        >
          {minutes} minutes
        </button>
      ))}
      <button type="button" className="btn btn--stop" disabled={isBusy} onClick={() => refuse.mutate(id)}>
        Refuse
      </button>
      <Refusal error={give.error ?? refuse.error} />
    </fieldset>
  );
};
