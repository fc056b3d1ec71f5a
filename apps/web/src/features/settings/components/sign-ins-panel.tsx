import type { SignIn } from "@signalbox/contract/people";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { date, moment } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { signInsQuery, useEndOtherSignIns, useEndSignIn } from "../people-queries.ts";

/** Every browser one is signed in on, and the way out of each. */
export const SignInsPanel = () => {
  const query = useInfiniteQuery(signInsQuery);
  const rows = useRef<HTMLUListElement>(null);
  const signIns = query.data?.pages.flatMap((page) => page.items);
  const others = signIns?.some(({ current }) => !current) ?? false;
  return (
    <section className="panel" aria-labelledby="sign-ins">
      <div className="panel__head">
        <h2 id="sign-ins">Where you are signed in</h2>
        {others ? <EndOthers /> : null}
      </div>
      {signIns === undefined ? (
        <Unread query={query} lines={3} loading="Loading sign-ins" failed="Sign-ins could not be read" />
      ) : (
        <ul className="list" aria-label="Sign-ins" ref={rows}>
          {signIns.map((signIn) => (
            <Row key={signIn.id} signIn={signIn} />
          ))}
        </ul>
      )}
      <More query={query} rows={rows} />
    </section>
  );
};

const ways = { link: "by a link", password: "by password", identity: "by the proxy’s word" } as const;

const Row = ({ signIn }: { signIn: SignIn }) => {
  const now = useNow();
  const end = useEndSignIn();
  return (
    <li className="key">
      <div>
        <p className="strong break">{signIn.name}</p>
        <p className="small ink3 num key__facts">
          <span>
            since {date(signIn.createdAt)}, {ways[signIn.way]}
          </span>
          {signIn.address === null ? null : <span className="mono">{signIn.address}</span>}
          <span>last seen {moment(signIn.lastSeenAt, now)}</span>
        </p>
      </div>
      <span className="key__scopes">
        {signIn.current ? <span className="badge badge--go">this browser</span> : null}
      </span>
      <span className="key__act">
        {signIn.current ? null : (
          <button
            type="button"
            className="btn btn--stop"
            aria-label={`Sign out ${signIn.name}`}
            disabled={end.isPending}
            onClick={() => end.mutate(signIn.id)}
          >
            Sign out
          </button>
        )}
      </span>
    </li>
  );
};

const EndOthers = () => {
  const end = useEndOtherSignIns();
  return (
    <span className="push">
      <Confirm
        trigger={
          <button type="button" className="btn btn--stop" disabled={end.isPending}>
            Sign out everywhere else
          </button>
        }
        title="Sign out everywhere else?"
        verb="Sign out elsewhere"
        back="Leave them"
        onConfirm={() => end.mutate()}
      >
        <p>Every browser but this one is signed out at once. API keys go on working.</p>
      </Confirm>
    </span>
  );
};
