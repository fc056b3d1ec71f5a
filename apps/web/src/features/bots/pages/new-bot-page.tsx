import type { BotContent } from "@signalbox/contract/bots";
import type { ReadyBot } from "@signalbox/contract/ready-bots";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Page } from "../../../ui/page.tsx";
import { BeginWith } from "../components/begin-with.tsx";
import { BotForm } from "../components/bot-form.tsx";
import { FromFile } from "../components/from-file.tsx";
import { type BotWords, contentOf, nothing, wordsOf } from "../form.ts";
import { useMakeBot } from "../queries.ts";

interface Given {
  words: BotWords;
  /** Another one is another form. */
  key: number;
  /** What the form was filled with, where that was ready. */
  ready: ReadyBot | null;
}

/** `/bots/new` */
export const NewBotPage = () => {
  const make = useMakeBot();
  const navigate = useNavigate();
  const [given, setGiven] = useState<Given>({ words: nothing, key: 0, ready: null });
  const fill = (content: BotContent, ready: ReadyBot | null) => {
    make.reset();
    setGiven(({ key }) => ({ words: wordsOf(content), key: key + 1, ready }));
  };
  return (
    <Page title="New bot">
      <div className="pagehead">
        <h1>New bot</h1>
        <span className="push" />
        <BeginWith onTake={(ready) => fill(ready.content, ready)} />
        <FromFile onRead={(content) => fill(content, null)} />
        <Taken ready={given.ready} />
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

/** What was taken, and what is left to be said of it. */
const Taken = ({ ready }: Pick<Given, "ready">) => (
  <p role="status" className="ink2 from-file" hidden={ready === null}>
    {ready === null
      ? null
      : `${ready.about} Usually begun: ${lower(ready.begins)} Choose its project, and change what you like.`}
  </p>
);

const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);
