import type { Source } from "@signalbox/contract/deliveries";
import type { Trigger } from "@signalbox/contract/triggers";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { FormDialog, useFormDialog } from "../../../ui/form-dialog.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { botsQuery } from "../../bots/index.ts";
import { useChangeSource, useRemoveSource, useRenewSecret } from "../source-queries.ts";
import { styleWords } from "../words.ts";
import { SetUp } from "./set-up.tsx";
import { SourceForm } from "./source-form.tsx";

interface SourceRowProps {
  source: Source;
  /** The triggers that look at what it delivers. */
  triggers: readonly Trigger[];
  mayChange: boolean;
}

export const SourceRow = ({ source, triggers, mayChange }: SourceRowProps) => {
  const { id, name, style, enabled, lastDeliveryAt } = source;
  const now = useNow();
  const change = useChangeSource(id);
  const turn = (on: boolean) => change.mutate({ name, perMinute: source.perMinute, enabled: on });
  return (
    <li className="source" aria-label={name}>
      <div className="source__head">
        <div className="grow">
          <p className="strong break">{name}</p>
          <p className="facts num">
            <span>{styleWords[style]}</span>
            <Link to="/deliveries" search={{ sourceId: id }} className="link">
              {lastDeliveryAt === null
                ? "delivered nothing yet"
                : `last delivered ${moment(lastDeliveryAt, now)}`}
            </Link>
            <NeededBy triggers={triggers} />
          </p>
        </div>
        <Switch
          label={`${name} is taken from`}
          on={change.isPending ? !enabled : enabled}
          disabled={!mayChange || change.isPending}
          onChange={turn}
        />
      </div>
      <Refusal error={change.error} />
      <details className="source__more">
        <summary className="small">How it is set up</summary>
        <div className="stack">
          <SetUp source={source} />
        </div>
      </details>
      {mayChange ? <Acts source={source} triggers={triggers} /> : null}
    </li>
  );
};

/** What could not begin any more without it. */
const NeededBy = ({ triggers }: Pick<SourceRowProps, "triggers">) => {
  const { data: bots = [] } = useInfiniteQuery(botsQuery);
  if (triggers.length === 0) return <span className="ink3">no trigger looks at it</span>;
  return (
    <span>
      needed by{" "}
      {triggers.map(({ id, botId }, index) => (
        <span key={id}>
          {index === 0 ? "" : ", "}
          <Link to="/bots/$botId/triggers/$triggerId" params={{ botId, triggerId: id }} className="link">
            {bots.find((bot) => bot.id === botId)?.content.name ?? "a bot"}
          </Link>
        </span>
      ))}
    </span>
  );
};

const Acts = ({ source, triggers }: Pick<SourceRowProps, "source" | "triggers">) => {
  const { id, name } = source;
  const renew = useRenewSecret(id);
  const remove = useRemoveSource(id);
  return (
    <>
      {renew.data === undefined ? null : (
        <div className="source__secret stack" role="status">
          <SetUp source={renew.data} secret={renew.data.secret} />
          <p>
            <button type="button" className="btn" onClick={renew.reset}>
              I have kept it
            </button>
          </p>
        </div>
      )}
      <Refusal error={renew.error ?? remove.error} />
      <p className="row row--wrap">
        <EditSource source={source} />
        <Confirm
          trigger={
            <button type="button" className="btn" aria-label={`New secret for ${name}`}>
              New secret
            </button>
          }
          title={`Give ${name} another secret?`}
          verb="Make a new one"
          back="Keep it"
          onConfirm={() => renew.mutate()}
        >
          The old one proves nothing from then on: what comes signed with it is refused.
        </Confirm>
        <Confirm
          trigger={
            <button type="button" className="btn btn--quiet" aria-label={`Remove ${name}`}>
              Remove
            </button>
          }
          title={`Remove ${name}?`}
          verb="Remove it"
          back="Keep it"
          onConfirm={() => remove.mutate()}
        >
          {triggers.length === 0
            ? "What it delivered goes with it; executions stay."
            : "A trigger needs it, so it would be refused. Remove that first."}
        </Confirm>
      </p>
    </>
  );
};

const EditSource = ({ source }: { source: Source }) => {
  const { id, name, style, perMinute, enabled } = source;
  const change = useChangeSource(id);
  const { open, onOpenChange, close } = useFormDialog(change);
  const trigger = (
    <button type="button" className="btn" aria-label={`Edit ${name}`}>
      Edit
    </button>
  );
  return (
    <FormDialog {...{ trigger, open, onOpenChange }} title={`Edit ${name}`}>
      <SourceForm
        given={{ name, style, perMinute: String(perMinute), secret: "" }}
        isNew={false}
        verb="Save"
        pending={change.isPending}
        error={change.error}
        onSubmit={(words) =>
          change.mutate(
            { name: words.name, perMinute: Number(words.perMinute), enabled },
            { onSuccess: close },
          )
        }
      />
    </FormDialog>
  );
};
