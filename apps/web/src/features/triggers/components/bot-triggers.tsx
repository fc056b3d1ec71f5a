import type { Bot } from "@signalbox/contract/bots";
import type { Trigger } from "@signalbox/contract/triggers";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Icon } from "../../../ui/icon.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { useMayOperate } from "../../bots/index.ts";
import { useProjects } from "../../projects/index.ts";
import { nextTime } from "../next-time.ts";
import { lastFiringsQuery, triggersQuery } from "../queries.ts";
import { useSources } from "../source-queries.ts";
import { kindWords, sentenceOf } from "../words.ts";
import { FiringList } from "./firing-list.tsx";
import { TriggerSwitch } from "./trigger-switch.tsx";
import "../triggers.css";

/** What starts a bot without a person, on the page of the bot. */
export const BotTriggers = ({ bot }: { bot: Bot }) => {
  const query = useQuery(triggersQuery(bot.id));
  const mayOperate = useMayOperate();
  const triggers = query.data;
  return (
    <section className="panel" aria-labelledby="bot-triggers">
      <div className="panel__head">
        <h2 id="bot-triggers">Triggers</h2>
        <span className="small ink3 cut wide-only">What starts it without a person</span>
        {mayOperate ? (
          <Link to="/bots/$botId/triggers/new" params={{ botId: bot.id }} className="btn push">
            <Icon name="plus" small />
            New trigger
          </Link>
        ) : null}
      </div>
      {triggers === undefined ? (
        <Unread query={query} lines={2} loading="Loading triggers" failed="Triggers could not be read" />
      ) : triggers.length === 0 ? (
        <Empty title="Nothing starts it by itself">
          <p>
            A webhook, something at GitHub, the clock, an event of Signalbox, what an address answers, or
            files that change can.
          </p>
        </Empty>
      ) : (
        <ul className="list" aria-label="Triggers">
          {triggers.map((trigger) => (
            <Row key={trigger.id} trigger={trigger} mayOperate={mayOperate} />
          ))}
        </ul>
      )}
    </section>
  );
};

const Row = ({ trigger, mayOperate }: { trigger: Trigger; mayOperate: boolean }) => {
  const { id, botId, content } = trigger;
  const sentence = useSentence(trigger);
  return (
    <li className="trigger">
      <div className="trigger__head">
        <div className="grow">
          <p>
            <Link
              to="/bots/$botId/triggers/$triggerId"
              params={{ botId, triggerId: id }}
              className="strong break"
              data-stop
            >
              {sentence}
            </Link>
          </p>
          <p className="small ink3 num">
            {kindWords[content.kind]}
            <NextTime trigger={trigger} />
          </p>
        </div>
        <TriggerSwitch trigger={trigger} label={`${sentence}: is on`} mayChange={mayOperate} />
      </div>
      <TriggerFault trigger={trigger} />
      <LastFirings triggerId={id} />
    </li>
  );
};

/** What a trigger begins on; of a source and of a project, by its name. */
export const useSentence = ({ content }: Pick<Trigger, "content">): string => {
  const sources = useSources();
  const projects = useProjects();
  if (content.kind === "watch") return sentenceOf(content, projects.get(content.projectId)?.name);
  const source = "sourceId" in content ? sources.find(({ id }) => id === content.sourceId) : undefined;
  return sentenceOf(content, source?.name);
};

/** When the clock begins it next, or its address is asked. */
export const NextTime = ({ trigger: { content, nextAt } }: { trigger: Trigger }) => {
  if (nextAt === null) return null;
  const timeZone = content.kind === "schedule" ? content.timeZone : undefined;
  return (
    <>
      , {content.kind === "poll" ? "asked next" : "next"} {nextTime(nextAt, timeZone)}
    </>
  );
};

/** What keeps it from finding out whether to begin. */
export const TriggerFault = ({ trigger: { fault } }: { trigger: Trigger }) =>
  fault === null ? null : (
    <p className="small trigger__fault break">
      <span className="strong">It can't find out:</span> {fault}
    </p>
  );

const LastFirings = ({ triggerId }: { triggerId: string }) => {
  const { data: firings } = useQuery(lastFiringsQuery(triggerId));
  if (firings === undefined) return null;
  if (firings.length === 0) return <p className="small ink3 trigger__none">Nothing came yet</p>;
  return <FiringList label="What it did last" firings={firings} />;
};
