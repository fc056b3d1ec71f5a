import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Page } from "../../../ui/page.tsx";
import { BotForm } from "../components/bot-form.tsx";
import { FromFile } from "../components/from-file.tsx";
import { contentOf, nothing, wordsOf } from "../form.ts";
import { useMakeBot } from "../queries.ts";

/** `/bots/new` */
export const NewBotPage = () => {
  const make = useMakeBot();
  const navigate = useNavigate();
  const [given, setGiven] = useState({ words: nothing, key: 0 });
  return (
    <Page title="New bot">
      <div className="pagehead">
        <h1>New bot</h1>
        <span className="push" />
        <FromFile
          onRead={(content) => {
            make.reset();
            setGiven(({ key }) => ({ words: wordsOf(content), key: key + 1 }));
          }}
        />
      </div>
      <BotForm
        key={given.key}
        given={given.words}
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
