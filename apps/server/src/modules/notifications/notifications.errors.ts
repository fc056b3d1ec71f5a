import { AppError } from "../../kernel/errors.ts";

export const mostChannels = 20;

export const notificationErrors = {
  noPage: () =>
    new AppError(
      "forbidden",
      "notifications.no_page",
      "Only a page that a person signed in to shows an agent",
    ),
  decidedElsewhere: () =>
    new AppError("conflict", "notifications.decided_elsewhere", "Another node decided on some of these"),
  noPerson: () =>
    new AppError(
      "forbidden",
      "notifications.no_person",
      "Notifications are a person's: this key acts for nobody",
    ),
  noChannel: (id: string) =>
    new AppError("not_found", "notifications.channel_not_found", `No channel ${id} of yours`),
  noDelivery: (id: string) =>
    new AppError("not_found", "notifications.delivery_not_found", `No delivery ${id} to you`),
  noPersona: (id: string) => new AppError("not_found", "notifications.persona_not_found", `No persona ${id}`),
  noProject: (id: string) => new AppError("not_found", "notifications.project_not_found", `No project ${id}`),
  tooMany: () =>
    new AppError("conflict", "notifications.too_many", `One person has at most ${mostChannels} channels`),
  targetRefused: (why: string) => new AppError("invalid", "notifications.target_refused", why),
  otherKind: (kind: string) =>
    new AppError(
      "invalid",
      "notifications.other_kind",
      `This channel is of the kind ${kind}: its address is another one of that kind`,
    ),
  /** One answer for all that is wrong: whoever guesses learns nothing. */
  renewalRefused: () =>
    new AppError(
      "forbidden",
      "notifications.renewal_refused",
      "No browser is told by that subscription: turn notifications on again in its settings",
    ),
  notOpened: (folder: string, cause: unknown) =>
    new AppError(
      "unavailable",
      "notifications.not_opened",
      `What it takes to reach the channel can't be read: it was encrypted with another key than the one in ${folder}. Remove the channel and add it anew`,
      { cause },
    ),
  /** One answer for all that is wrong with a token: whoever guesses learns nothing. */
  tokenRefused: () =>
    new AppError(
      "forbidden",
      "notifications.token_refused",
      "This button works no more: it was used, is too old, or its question has moved",
    ),
};
