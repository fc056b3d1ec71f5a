import type { Bot } from "@signalbox/contract/bots";
import type { Trigger } from "@signalbox/contract/triggers";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useRef } from "react";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { More } from "../../../ui/more.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { botQuery, NoBotHere, useMayOperate } from "../../bots/index.ts";
import { NextTime, TriggerFault, useSentence } from "../components/bot-triggers.tsx";
import { FiringList } from "../components/firing-list.tsx";
import { PollAuthorization } from "../components/poll-authorization.tsx";
import { TriggerAsWritten } from "../components/trigger-as-written.tsx";
import { TriggerEditor } from "../components/trigger-editor.tsx";
import { TriggerSwitch } from "../components/trigger-switch.tsx";
import { wordsOf } from "../form.ts";
import { firingsQuery, triggersQuery, useChangeTrigger, useRemoveTrigger } from "../queries.ts";

/** `/bots/:botId/triggers/:triggerId`: a trigger, changed where it stands, and all that it made of what came. */
export const TriggerPage = () => {
  const { botId = "", triggerId = "" } = useParams({ strict: false });
  const bot = useQuery(botQuery(botId));
  const triggers = useQuery(triggersQuery(botId));
  const trigger = triggers.data?.find(({ id }) => id === triggerId);
  if (bot.data === undefined) return <NoBotHere query={bot} />;
  if (trigger === undefined) return <NoTriggerHere bot={bot.data} query={triggers} />;
  return <Whole key={trigger.id} bot={bot.data} trigger={trigger} />;
};

const Whole = ({ bot, trigger }: { bot: Bot; trigger: Trigger }) => {
  const mayOperate = useMayOperate();
  const sentence = useSentence(trigger);
  return (
    <Page title={`Trigger of ${bot.content.name}`}>
      <div className="pagehead">
        <h1 className="break">Trigger of {bot.content.name}</h1>
        <TriggerSwitch trigger={trigger} label="This trigger is on" mayChange={mayOperate} />
        <span className="push" />
        <Link to="/bots/$botId" params={{ botId: bot.id }} className="btn">
          See the bot
        </Link>
      </div>
      <p className="trigger__sentence break">
        {sentence}
        <NextTime trigger={trigger} />
      </p>
      <TriggerFault trigger={trigger} />
      {mayOperate ? (
        <Editing bot={bot} trigger={trigger} />
      ) : (
        <div className="trigger-form">
          <Firings triggerId={trigger.id} />
          <TriggerAsWritten content={trigger.content} />
        </div>
      )}
    </Page>
  );
};

const Editing = ({ bot, trigger }: { bot: Bot; trigger: Trigger }) => {
  const change = useChangeTrigger(trigger.id);
  return (
    <TriggerEditor
      bot={bot}
      given={wordsOf(trigger.content)}
      isNew={false}
      verb="Save"
      isPending={change.isPending}
      error={change.error}
      acts={
        <>
          <span role="status" className="small ink3">
            {change.isSuccess ? "Saved" : ""}
          </span>
          <Remove trigger={trigger} />
        </>
      }
      onEdit={() => change.isSuccess && change.reset()}
      onSubmit={(content) => change.mutate({ content, enabled: trigger.enabled })}
    >
      {trigger.content.kind === "poll" ? <PollAuthorization trigger={trigger} /> : null}
      <Firings triggerId={trigger.id} />
    </TriggerEditor>
  );
};

const Remove = ({ trigger: { id, botId } }: { trigger: Trigger }) => {
  const remove = useRemoveTrigger(id);
  const navigate = useNavigate();
  return (
    <>
      <Refusal error={remove.error} />
      <Confirm
        trigger={
          <button type="button" className="btn btn--quiet push">
            Remove
          </button>
        }
        title="Remove this trigger?"
        verb="Remove it"
        back="Keep it"
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => void navigate({ to: "/bots/$botId", params: { botId } }),
          })
        }
      >
        It begins nothing any more. What it started stays.
      </Confirm>
    </>
  );
};

const Firings = ({ triggerId }: { triggerId: string }) => {
  const query = useInfiniteQuery(firingsQuery(triggerId));
  const rows = useRef<HTMLUListElement>(null);
  return (
    <section className="panel" aria-labelledby="firings">
      <div className="panel__head">
        <h2 id="firings">What it did</h2>
      </div>
      {query.data === undefined ? (
        <Unread query={query} loading="Loading what it did" failed="What it did could not be read" />
      ) : query.data.length === 0 ? (
        <Empty title="Nothing came yet" />
      ) : (
        <FiringList label="What it did" firings={query.data} rows={rows} />
      )}
      <More query={query} rows={rows} />
    </section>
  );
};

const NoTriggerHere = ({
  bot,
  query,
}: {
  bot: Bot;
  query: { data: unknown; error: unknown; refetch: () => unknown };
}) => (
  <Page title="Trigger">
    <div className="pagehead">
      <h1>Trigger</h1>
      <span className="push" />
      <Link to="/bots/$botId" params={{ botId: bot.id }} className="btn">
        See the bot
      </Link>
    </div>
    <section className="panel">
      {query.data === undefined ? (
        <Unread query={query} loading="Loading the trigger" failed="This trigger could not be read" />
      ) : (
        <Empty title="The bot has no such trigger">
          <p>It may have been removed.</p>
        </Empty>
      )}
    </section>
  </Page>
);
