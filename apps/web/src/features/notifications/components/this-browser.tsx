import type { NotificationChannel } from "@signalbox/contract/notification-channels";
import { useMutation } from "@tanstack/react-query";
import { Refusal } from "../../../ui/field.tsx";
import { canNotify, canPush, desktopChannel, subscribePush } from "../device.ts";
import { knownDeviceId } from "../device-id.ts";
import { type NewChannelInput, useAddChannel } from "../queries.ts";

/** Turns this browser itself into a channel. */
export const ThisBrowser = ({ channels }: { channels: readonly NotificationChannel[] }) => {
  const add = useAddChannel();
  const turnOn = useMutation({
    mutationFn: async (prepare: () => Promise<NewChannelInput>) => add.mutateAsync(await prepare()),
  });
  const own = channels.filter(({ deviceId }) => deviceId !== null && deviceId === knownDeviceId());
  // One that switched itself off is turned on by subscribing anew.
  const has = (kind: NotificationChannel["kind"]) =>
    own.some((channel) => channel.kind === kind && channel.offReason === null);
  if (has("web_push") || (has("desktop") && !canPush())) return null;
  return (
    <div className="panel__body stack this-browser">
      <div className="row row--wrap">
        <p className="ink2 setting">{whatItCan()}</p>
        {canNotify() ? (
          <span className="row row--tight row--wrap push">
            {canPush() ? (
              <button
                type="button"
                className="btn btn--main"
                disabled={turnOn.isPending}
                onClick={() => turnOn.mutate(subscribePush)}
              >
                Notify this browser
              </button>
            ) : null}
            {has("desktop") ? null : (
              <button
                type="button"
                className="btn"
                disabled={turnOn.isPending}
                onClick={() => turnOn.mutate(desktopChannel)}
              >
                Only while a page is open
              </button>
            )}
          </span>
        ) : null}
      </div>
      <Refusal error={turnOn.error} />
    </div>
  );
};

const whatItCan = (): string => {
  if (!canNotify()) return "Browsers notify over https, or on the machine itself; this address is neither.";
  return canPush()
    ? "This browser can be told even while no page is open, and answer permissions by a button."
    : "This browser can be told while a page of Signalbox is open.";
};
