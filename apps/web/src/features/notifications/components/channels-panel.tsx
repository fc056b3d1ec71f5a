import type { NotificationChannel } from "@signalbox/contract/notification-channels";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Confirm } from "../../../ui/confirm.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { unsubscribePush } from "../device.ts";
import { knownDeviceId } from "../device-id.ts";
import { isFormKind } from "../form.ts";
import { channelsQuery, useChangeChannel, useRemoveChannel, useTestChannel } from "../queries.ts";
import { kindWords } from "../words.ts";
import { ChangeAddress } from "./change-address.tsx";
import { NewChannel } from "./new-channel.tsx";
import { ThisBrowser } from "./this-browser.tsx";

/** The ways by which this person is told. */
export const ChannelsPanel = () => {
  const query = useQuery(channelsQuery);
  const [adding, setAdding] = useState(false);
  const channels = query.data;
  return (
    <section className="panel" aria-labelledby="channels">
      <div className="panel__head">
        <h2 id="channels">Channels</h2>
        <span className="small ink3 cut wide-only">How you are told while you look elsewhere</span>
        <button type="button" className="btn push" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          <Icon name="plus" small />
          Add channel
        </button>
      </div>
      {adding ? <NewChannel onClose={() => setAdding(false)} /> : null}
      <ThisBrowser channels={channels ?? []} />
      {channels === undefined ? (
        <Unread query={query} lines={3} loading="Loading channels" failed="Channels could not be read" />
      ) : channels.length === 0 ? (
        <Empty title="Nobody tells you yet">
          <p>Turn this browser on, or add ntfy, Slack, e-mail or a webhook of your own.</p>
        </Empty>
      ) : (
        <ul className="list" aria-label="Channels">
          {channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} />
          ))}
        </ul>
      )}
    </section>
  );
};

const ChannelRow = ({ channel }: { channel: NotificationChannel }) => {
  const change = useChangeChannel(channel.id);
  const test = useTestChannel();
  const [moving, setMoving] = useState(false);
  const { enabled, content, kind, name, target, offReason } = channel;
  const isDevice = channel.deviceId !== null;
  const problem = change.error ?? test.error;
  return (
    <li className="channel">
      <div className="channel__words">
        <p className="strong break">{name}</p>
        <p className="small ink3 break">
          {kindWords[kind]} · {target}
          {enabled ? "" : " · off"}
          {isDevice ? "" : content ? " · says what is asked" : " · says only that something is asked"}
          {channel.canAnswer ? " · its buttons answer" : ""}
        </p>
        {offReason === null ? null : <p className="small stop break">Switched off: {offReason}</p>}
        {test.isSuccess ? (
          <p className="small ink2" role="status">
            On its way; what became of it stands below.
          </p>
        ) : null}
        {problem === null ? null : (
          <p className="small stop" role="alert">
            {problem.message}
          </p>
        )}
      </div>
      <span className="row row--tight row--wrap channel__act">
        <button
          type="button"
          className="btn"
          aria-label={`Test ${name}`}
          disabled={test.isPending}
          onClick={() => test.mutate(channel.id)}
        >
          Test
        </button>
        {isFormKind(kind) ? (
          <button
            type="button"
            className="btn"
            aria-label={`Change address of ${name}`}
            aria-expanded={moving}
            onClick={() => setMoving(!moving)}
          >
            Change address
          </button>
        ) : null}
        {isDevice ? null : (
          <button
            type="button"
            className="btn"
            aria-label={content ? `Leave content out of ${name}` : `Send content to ${name}`}
            onClick={() => change.mutate({ content: !content })}
          >
            {content ? "Leave content out" : "Send content"}
          </button>
        )}
        <button
          type="button"
          className="btn"
          aria-label={enabled ? `Turn off ${name}` : `Turn on ${name}`}
          onClick={() => change.mutate({ enabled: !enabled })}
        >
          {enabled ? "Turn off" : "Turn on"}
        </button>
        <Remove channel={channel} />
      </span>
      {moving && isFormKind(kind) ? (
        <ChangeAddress channel={channel} kind={kind} onClose={() => setMoving(false)} />
      ) : null}
    </li>
  );
};

const Remove = ({ channel: { id, name, kind, deviceId } }: { channel: NotificationChannel }) => {
  const remove = useRemoveChannel();
  const away = () => {
    remove.mutate(id);
    // The server sends there no more in any case.
    if (kind === "web_push" && deviceId === knownDeviceId()) void unsubscribePush().catch(() => undefined);
  };
  return (
    <Confirm
      trigger={
        <button
          type="button"
          className="btn btn--stop"
          aria-label={`Remove ${name}`}
          disabled={remove.isPending}
        >
          Remove
        </button>
      }
      title={`Remove “${name}”?`}
      verb="Remove the channel"
      back="Keep it"
      onConfirm={away}
    >
      <p>What it takes to reach it is forgotten. What it was told stays in the log.</p>
    </Confirm>
  );
};
