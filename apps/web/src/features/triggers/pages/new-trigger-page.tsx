import type { Bot } from "@signalbox/contract/bots";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Page } from "../../../ui/page.tsx";
import { botQuery, NoBotHere } from "../../bots/index.ts";
import { TriggerEditor } from "../components/trigger-editor.tsx";
import { nothing } from "../form.ts";
import { useMakeTrigger } from "../queries.ts";

/** `/bots/:botId/triggers/new` */
export const NewTriggerPage = () => {
  const { botId = "" } = useParams({ strict: false });
  const query = useQuery(botQuery(botId));
  return query.data === undefined ? <NoBotHere query={query} /> : <Making bot={query.data} />;
};

const Making = ({ bot }: { bot: Bot }) => {
  const make = useMakeTrigger(bot.id);
  const navigate = useNavigate();
  const toBot = { to: "/bots/$botId", params: { botId: bot.id } } as const;
  return (
    <Page title={`New trigger of ${bot.content.name}`}>
      <div className="pagehead">
        <h1 className="break">New trigger of {bot.content.name}</h1>
      </div>
      <TriggerEditor
        bot={bot}
        given={nothing(Intl.DateTimeFormat().resolvedOptions().timeZone)}
        isNew
        verb="Make it"
        isPending={make.isPending}
        error={make.error}
        acts={
          <Link {...toBot} className="btn">
            Cancel
          </Link>
        }
        onSubmit={(content) => make.mutate({ content }, { onSuccess: () => void navigate(toBot) })}
      />
    </Page>
  );
};
