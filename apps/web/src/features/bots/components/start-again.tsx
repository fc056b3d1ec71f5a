import type { Bot } from "@signalbox/contract/bots";
import type { ExecutionDetail } from "@signalbox/contract/executions";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { botQuery, useStartBot } from "../queries.ts";
import { takes } from "../values.ts";
import { StartBot } from "./start-bot.tsx";

const Words = () => (
  <>
    <Icon name="refresh" small />
    Start again
  </>
);

/**
 * Starts the bot of an execution with the same values, at once or after a look at them; where it asks for others by
 * now, it asks for them.
 */
export const StartAgain = ({ execution }: { execution: ExecutionDetail }) => {
  const { data: bot } = useQuery(botQuery(execution.bot.id));
  if (bot === undefined) return null;
  if (!bot.enabled) return <span className="small ink3">The bot is switched off</span>;
  if (takes(bot.content, execution.values))
    return (
      <>
        <AtOnce key={execution.id} bot={bot} execution={execution} />
        {bot.content.variables.length === 0 ? null : <Edited bot={bot} execution={execution} />}
      </>
    );
  const trigger = (
    <button type="button" className="btn">
      <Words />
    </button>
  );
  return <StartBot bot={bot} before={execution.values} target={execution.target} trigger={trigger} />;
};

const Edited = ({ bot, execution: { values, target } }: { bot: Bot; execution: ExecutionDetail }) => (
  <StartBot
    bot={bot}
    before={values}
    target={target}
    trigger={
      <button type="button" className="btn">
        With other values…
      </button>
    }
  />
);

const AtOnce = ({ bot, execution: { values, target } }: { bot: Bot; execution: ExecutionDetail }) => {
  const start = useStartBot(bot.id);
  const [key] = useState(() => crypto.randomUUID());
  const navigate = useNavigate();
  const again = () =>
    start.mutate(
      { key, values, target },
      {
        onSuccess: ({ id }) =>
          void navigate({ to: "/executions/$executionId", params: { executionId: id }, search: {} }),
      },
    );
  return (
    <>
      <Refusal error={start.error} />
      <button type="button" className="btn" disabled={start.isPending} onClick={again}>
        <Words />
      </button>
    </>
  );
};
