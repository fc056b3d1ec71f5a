import type { User } from "@signalbox/contract/people";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Icon } from "../../../ui/icon.tsx";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { usersQuery } from "../people-queries.ts";
import { NewPerson } from "./new-person.tsx";
import { PersonRow } from "./person-row.tsx";

/** Who has an account, and what they may do. */
export const PeoplePanel = () => {
  const query = useInfiniteQuery(usersQuery);
  const rows = useRef<HTMLUListElement>(null);
  const [making, setMaking] = useState(false);
  const users = query.data?.pages.flatMap((page) => page.items);
  return (
    <section className="panel" aria-labelledby="people">
      <div className="panel__head">
        <h2 id="people">People</h2>
        <span className="small ink3 cut wide-only">Who may sign in, and what they may do</span>
        <button type="button" className="btn push" aria-expanded={making} onClick={() => setMaking(!making)}>
          <Icon name="plus" small />
          New person
        </button>
      </div>
      {making ? <NewPerson onClose={() => setMaking(false)} /> : null}
      {users === undefined ? (
        <Unread query={query} lines={3} loading="Loading people" failed="People could not be read" />
      ) : (
        <ul className="list" aria-label="People" ref={rows}>
          {users.map((user: User) => (
            <PersonRow key={user.id} user={user} />
          ))}
        </ul>
      )}
      <More query={query} rows={rows} />
    </section>
  );
};
