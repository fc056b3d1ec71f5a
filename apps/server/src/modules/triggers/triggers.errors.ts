import { AppError } from "../../kernel/errors.ts";

/** Something of what is written of a trigger is wrong, at this field of it. */
const invalid = (code: string, path: string, why: string, message = why) =>
  new AppError("invalid", code, message, { faults: [{ path, message: why }] });

export const triggerErrors = {
  sourceNotFound: () => new AppError("not_found", "triggers.source_not_found", "There is no such source"),
  sourceNeeded: (name: string) =>
    new AppError("conflict", "triggers.source_needed", `"${name}" is needed by a trigger: remove that first`),
  secretUnfit: (why: string) => new AppError("invalid", "triggers.secret_unfit", why),
  notFound: (id: string) => new AppError("not_found", "triggers.not_found", `There is no trigger ${id}`),
  expressionInvalid: (path: string, why: string) =>
    invalid("triggers.expression_invalid", path, why, `${path}: ${why}`),
  valueUnknown: (name: string) =>
    invalid("triggers.value_unknown", `values.${name}`, `"${name}" is no variable of the bot`),
  valueMissing: (name: string) =>
    invalid(
      "triggers.value_missing",
      `values.${name}`,
      `The bot asks for "${name}", which this trigger does not give and which has no usual value`,
    ),
  cronInvalid: (why: string) => invalid("triggers.cron_invalid", "cron", why),
  styleUnfit: () =>
    invalid("triggers.style_unfit", "sourceId", "A trigger on GitHub needs a source of GitHub's style"),
  projectUnfit: () => invalid("triggers.project_unfit", "projectId", "This project has no folder to watch"),
  notPolled: () =>
    new AppError("conflict", "triggers.not_polled", "Only a trigger on an address shows it something"),
  notTried: (kind: string) =>
    new AppError("invalid", "triggers.not_tried", `A trigger of the kind ${kind} looks at no deliveries`),
  /** One answer for all that is wrong: whoever guesses learns nothing. */
  unproved: () =>
    new AppError(
      "unauthenticated",
      "triggers.delivery_unproved",
      "This delivery does not prove where it is from",
    ),
  stale: () =>
    new AppError(
      "unauthenticated",
      "triggers.delivery_stale",
      "This delivery was signed too long ago, or in the future",
    ),
  malformed: (why: string) => new AppError("invalid", "triggers.delivery_malformed", why),
  tooMany: (seconds: number) =>
    new AppError(
      "rate_limited",
      "triggers.too_many_deliveries",
      `This source delivers too much; try again in ${seconds} s`,
    ),
  busy: () =>
    new AppError(
      "unavailable",
      "triggers.busy",
      "Too much is being delivered at once; try again in a moment",
    ),
  deliveryNotFound: (id: string) =>
    new AppError("not_found", "triggers.delivery_not_found", `There is no delivery ${id}`),
  deliveryRefused: () =>
    new AppError("conflict", "triggers.delivery_refused", "This delivery was refused: its body was not kept"),
};
