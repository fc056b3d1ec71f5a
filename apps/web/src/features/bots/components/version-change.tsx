import { botAsText } from "@signalbox/client/bot-file";
import type { BotVersion } from "@signalbox/contract/bot-versions";
import type { Bot } from "@signalbox/contract/bots";
import { useQuery } from "@tanstack/react-query";
import { isMissing } from "../../../lib/missing.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { TextDiff } from "../../../ui/text-diff.tsx";
import { useMayOperate } from "../use-may-operate.ts";
import { useRollBack, versionQuery } from "../versions-queries.ts";

interface VersionChangeProps {
  bot: Bot;
  from: number;
  to: number;
}

/** What changed from one version to another, and the way back to the one. */
export const VersionChange = ({ bot, from, to }: VersionChangeProps) => {
  const [before, after] = [useQuery(versionQuery(bot.id, from)), useQuery(versionQuery(bot.id, to))];
  const unread = before.data === undefined ? before : after;
  const mayOperate = useMayOperate();
  return (
    <section className="panel" aria-labelledby="bot-change">
      <div className="panel__head">
        <h2 id="bot-change">{from === to ? `Version ${to}` : `From version ${from} to version ${to}`}</h2>
        <span className="push" />
        {mayOperate && from !== bot.version && before.data !== undefined ? (
          <GoBack key={from} bot={bot} to={from} />
        ) : null}
      </div>
      {before.data !== undefined && after.data !== undefined ? (
        <Change before={before.data} after={after.data} />
      ) : isMissing(unread.error) ? (
        <Empty title="There is no such version" />
      ) : (
        <Unread query={unread} loading="Loading the versions" failed="The versions could not be read" />
      )}
    </section>
  );
};

const Change = ({ before, after }: { before: BotVersion; after: BotVersion }) => (
  <>
    {before.enabled === after.enabled ? null : (
      <p className="ink2 text-diff__same">{after.enabled ? "It was switched on." : "It was switched off."}</p>
    )}
    <TextDiff
      before={botAsText(before.content)}
      after={botAsText(after.content)}
      label="What changed"
      same={
        before.version === after.version
          ? "Choose another one to compare it with."
          : "What is written is the same."
      }
    />
  </>
);

const GoBack = ({ bot: { id, version, content }, to }: { bot: Bot; to: number }) => {
  const back = useRollBack(id);
  return (
    <>
      <Refusal error={back.error} />
      <Confirm
        trigger={
          <button type="button" className="btn" disabled={back.isPending}>
            Go back to version {to}
          </button>
        }
        title={`Go back to version ${to}?`}
        verb="Go back to it"
        back="Leave it as it is"
        onConfirm={() => back.mutate({ to, version })}
      >
        <p>
          What “{content.name}” was then is written as version {version + 1}. The versions between stay in
          this list.
        </p>
      </Confirm>
    </>
  );
};
