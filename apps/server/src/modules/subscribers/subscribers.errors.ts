import { AppError } from "../../kernel/errors.ts";

export const subscriberErrors = {
  notFound: (id: string) =>
    new AppError("not_found", "subscribers.not_found", `There is no subscriber ${id}`),
  messageNotFound: (id: string) =>
    new AppError(
      "not_found",
      "subscribers.message_not_found",
      `There is no message ${id} of this subscriber`,
    ),
  messageWaits: () =>
    new AppError("conflict", "subscribers.message_waits", "The message waits to be sent already"),
};
