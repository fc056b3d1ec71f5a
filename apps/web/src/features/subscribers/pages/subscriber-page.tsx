import { MessageState, messageStates, type Subscriber } from "@signalbox/contract/subscribers";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useNow } from "../../../lib/clock.ts";
import { count, moment } from "../../../lib/format.ts";
import { type Choice, Select } from "../../../ui/choice.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { FormDialog, useFormDialog } from "../../../ui/form-dialog.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { DeadLink, Empty, Unread } from "../../../ui/reading.tsx";
import { MessageTable } from "../components/message-table.tsx";
import { RenewSecret } from "../components/renew-secret.tsx";
import { SubscriberForm } from "../components/subscriber-form.tsx";
import { contentOf, wordsOf } from "../form.ts";
import {
  subscribersQuery,
  useChangeSubscriber,
  useRemoveSubscriber,
  useReplayDead,
  useTestSubscriber,
} from "../queries.ts";
import { readMessagesSearch } from "../search.ts";
import { messageAspects, testWords } from "../words.ts";
import "../subscribers.css";

/** `/settings/webhooks/:subscriberId`: one subscriber, and what it was sent. */
export const SubscriberPage = () => {
  const { subscriberId = "" } = useParams({ strict: false });
  const query = useQuery(subscribersQuery);
  const subscriber = query.data?.find(({ id }) => id === subscriberId);
  usePageTitle(subscriber?.name ?? "Subscriber");
  if (subscriber === undefined)
    return (
      <section className="panel">
        {query.data === undefined ? (
          <Unread query={query} loading="Loading the subscriber" failed="The subscriber could not be read" />
        ) : (
          <DeadLink
            title="No subscriber is at this address"
            lead={{ to: "/settings/webhooks", word: "See all webhooks" }}
          />
        )}
      </section>
    );
  return (
    <>
      <About key={subscriber.id} subscriber={subscriber} />
      <Messages subscriber={subscriber} />
    </>
  );
};

const About = ({ subscriber }: { subscriber: Subscriber }) => {
  const { id, name, url, types, enabled, disabledReason, formerSecretUntil } = subscriber;
  const now = useNow();
  const test = useTestSubscriber(id);
  return (
    <section className="panel" aria-labelledby="subscriber">
      <div className="panel__head">
        <h2 id="subscriber" className="break">
          {name}
        </h2>
        <span className="push" />
        <Link to="/settings/webhooks" className="btn">
          All webhooks
        </Link>
      </div>
      <div className="panel__body stack">
        <dl className="kv">
          <dt>Address</dt>
          <dd className="mono break">{url}</dd>
          <dt>Events</dt>
          <dd className="mono break">{types.join(", ")}</dd>
          <dt>State</dt>
          <dd>{enabled ? "On" : disabledReason === null ? "Off" : `Turned off: ${disabledReason}`}</dd>
          {formerSecretUntil === null ? null : (
            <>
              <dt>Former secret</dt>
              <dd>signs beside the new one until {moment(formerSecretUntil, now)}</dd>
            </>
          )}
        </dl>
        <p className="row row--wrap">
          <button type="button" className="btn" disabled={test.isPending} onClick={() => test.mutate()}>
            {test.isPending ? "Sending…" : "Send a test"}
          </button>
          <EditSubscriber subscriber={subscriber} />
          <RenewSecret subscriber={subscriber} />
          <RemoveSubscriber subscriber={subscriber} />
        </p>
        <p role="status">{test.data === undefined ? null : testWords(test.data)}</p>
        <Refusal error={test.error} />
      </div>
    </section>
  );
};

const EditSubscriber = ({ subscriber }: { subscriber: Subscriber }) => {
  const change = useChangeSubscriber(subscriber.id);
  const { open, onOpenChange, close } = useFormDialog(change);
  const trigger = (
    <button type="button" className="btn">
      Edit
    </button>
  );
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title={`Edit ${subscriber.name}`}>
      <SubscriberForm
        given={wordsOf(subscriber)}
        verb="Save"
        pending={change.isPending}
        error={change.error}
        onSubmit={(words) => change.mutate(contentOf(words, subscriber.enabled), { onSuccess: close })}
      />
    </FormDialog>
  );
};

const RemoveSubscriber = ({ subscriber: { id, name } }: { subscriber: Subscriber }) => {
  const navigate = useNavigate();
  const remove = useRemoveSubscriber(id, () => void navigate({ to: "/settings/webhooks" }));
  return (
    <>
      <Confirm
        trigger={
          <button type="button" className="btn btn--quiet">
            Remove
          </button>
        }
        title={`Remove ${name}?`}
        verb="Remove it"
        back="Keep it"
        onConfirm={() => remove.mutate()}
      >
        It is told nothing any more, and what it was sent goes with it.
      </Confirm>
      <Refusal error={remove.error} />
    </>
  );
};

const any = "any";
const states: Choice<MessageState | typeof any>[] = [
  { value: any, label: "Any state" },
  ...messageStates.map((state) => ({ value: state, label: messageAspects[state].word })),
];

const Messages = ({ subscriber: { id, dead } }: { subscriber: Subscriber }) => {
  const asked = MessageState.safeParse(readMessagesSearch(useSearch({ strict: false })).state);
  const state = asked.success ? asked.data : undefined;
  const navigate = useNavigate();
  const replay = useReplayDead(id);
  const narrow = (next: MessageState | typeof any) =>
    void navigate({
      to: "/settings/webhooks/$subscriberId",
      params: { subscriberId: id },
      search: next === any ? {} : { state: next },
      replace: true,
    });
  return (
    <section className="panel" aria-labelledby="messages">
      <div className="panel__head">
        <h2 id="messages">Messages</h2>
        <span className="push" />
        {dead === 0 ? null : (
          <button type="button" className="btn" disabled={replay.isPending} onClick={() => replay.mutate()}>
            Send {count(dead, "message")} again
          </button>
        )}
        <Select label="State" value={state ?? any} choices={states} onChange={narrow} />
      </div>
      <Refusal error={replay.error} />
      <MessageTable
        key={state ?? any}
        subscriberId={id}
        state={state}
        empty={
          state === undefined ? (
            <Empty title="Nothing was sent yet">
              <p>Each event that it asks for stands here, with what the receiver answered.</p>
            </Empty>
          ) : (
            <Empty title="No message is so" />
          )
        }
      />
    </section>
  );
};
