import { Link, useNavigate } from "@tanstack/react-router";
import { Page } from "../../../ui/page.tsx";
import { BotForm } from "../components/bot-form.tsx";
import { contentOf, nothing } from "../form.ts";
import { useMakeBot } from "../queries.ts";

/** `/bots/new` */
export const NewBotPage = () => {
  const make = useMakeBot();
  const navigate = useNavigate();
  return (
    <Page title="New bot">
      <div className="pagehead">
        <h1>New bot</h1>
      </div>
      <BotForm
        given={nothing}
        verb="Make it"
        isPending={make.isPending}
        error={make.error}
        back={
          <Link to="/bots" className="btn">
            Cancel
          </Link>
        }
        onSubmit={(words) =>
          make.mutate(contentOf(words), {
            onSuccess: ({ id }) => void navigate({ to: "/bots/$botId", params: { botId: id } }),
          })
        }
      />
    </Page>
  );
};
