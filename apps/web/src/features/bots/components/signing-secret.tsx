import type { Bot } from "@signalbox/contract/bots";
import { useQuery } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { KeptFoot, ShownOnce, useFocusOnArrival } from "../../../ui/shown-once.tsx";
import { callerQuery } from "../../settings/index.ts";
import { signingSecretQuery, useMakeSigningSecret } from "../signing-queries.ts";

/** What the webhooks of a bot are signed with, on its page. */
export const SigningSecret = ({ bot }: { bot: Bot }) => {
  const query = useQuery(signingSecretQuery(bot.id));
  const { data: caller } = useQuery(callerQuery);
  const now = useNow();
  const madeAt = query.data;
  const mayMake = caller?.scopes.includes("admin") === true;
  return (
    <section className="panel" aria-labelledby="bot-signing">
      <div className="panel__head">
        <h2 id="bot-signing">Secret of its webhooks</h2>
      </div>
      {madeAt === undefined ? (
        <Unread
          query={query}
          lines={1}
          loading="Loading the secret’s age"
          failed="Whether there is a secret could not be read"
        />
      ) : (
        <div className="panel__body stack">
          {madeAt === null ? (
            <p className="notice notice--wait">It has none: its webhooks are not sent until there is one.</p>
          ) : (
            <p className="small num">They are signed with the one that was made {moment(madeAt, now)}.</p>
          )}
          {mayMake ? (
            <MakeSecret bot={bot} isFirst={madeAt === null} />
          ) : (
            <p className="small ink3">Only an administrator makes it.</p>
          )}
        </div>
      )}
    </section>
  );
};

const MakeSecret = ({ bot, isFirst }: { bot: Bot; isFirst: boolean }) => {
  const make = useMakeSigningSecret(bot.id);
  const { open, onOpenChange, close } = useFormDialog(make);
  const made = open ? make.data : undefined;
  const keep = () => {
    close();
    make.reset();
  };
  return (
    <p>
      <FormDialog
        trigger={
          <button type="button" className="btn">
            {isFirst && made === undefined ? "Make a secret" : "Make it anew"}
          </button>
        }
        open={open}
        // A secret that nobody kept would be lost by a press beside it.
        onOpenChange={(next) => (next || (made === undefined && !make.isPending)) && onOpenChange(next)}
        title={`Secret of the webhooks of ${bot.content.name}`}
      >
        {made === undefined ? (
          <Before
            isFirst={isFirst}
            pending={make.isPending}
            error={make.error}
            onMake={() => make.mutate()}
          />
        ) : (
          <Made secret={made.secret} onKept={keep} />
        )}
      </FormDialog>
    </p>
  );
};

interface BeforeProps {
  isFirst: boolean;
  pending: boolean;
  error: Error | null;
  onMake: () => void;
}

const Before = ({ isFirst, pending, error, onMake }: BeforeProps) => {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onMake();
  };
  return (
    <form onSubmit={submit}>
      <div className="panel__body stack">
        {isFirst ? (
          <p className="ink2">
            Each of its webhooks is signed with it, as Standard Webhooks says: whoever receives them checks by
            it that they are from here.
          </p>
        ) : (
          <p className="notice notice--wait">
            The one before signs nothing from then on: whoever receives its webhooks refuses them until the
            new one is written down there.
          </p>
        )}
        <Refusal error={error} />
      </div>
      <FormFoot verb={pending ? "Making…" : isFirst ? "Make it" : "Make a new one"} pending={pending} />
    </form>
  );
};

const Made = ({ secret, onKept }: { secret: string; onKept: () => void }) => {
  const arrived = useFocusOnArrival<HTMLDivElement>();
  return (
    <>
      <div className="panel__body stack" ref={arrived} tabIndex={-1}>
        <ShownOnce secret={secret} />
      </div>
      <KeptFoot onKept={onKept} />
    </>
  );
};
