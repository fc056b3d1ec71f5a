import type { BotContent, BotVariable } from "@signalbox/contract/bots";

type Values = Readonly<Record<string, string>>;

/** What the fields of a start begin with: what was given before where it still fits, else what is usual. */
export const firstValues = (variables: readonly BotVariable[], before: Values = {}): Values =>
  Object.fromEntries(
    variables.map(({ name, default: usual }) => [name, (isWhole(before, name) ? before[name] : usual) ?? ""]),
  );

/** What stands where a secret was taken out, which nobody has any more. */
const redacted = "[redacted]";

const isWhole = (before: Values, name: string): boolean =>
  Object.hasOwn(before, name) && before[name]?.includes(redacted) !== true;

/** What is sent of them: an empty field is no value where one must be given. */
export const valuesToSend = (variables: readonly BotVariable[], typed: Values): Record<string, string> =>
  Object.fromEntries(
    variables.flatMap(({ name, default: usual }) => {
      const value = typed[name] ?? "";
      return value === "" && usual === undefined ? [] : [[name, value]];
    }),
  );

/** Whether the bot, as it is now, still takes what was given to it before. */
export const takes = ({ variables }: Pick<BotContent, "variables">, before: Values): boolean =>
  Object.keys(before).every((name) => variables.some((variable) => variable.name === name)) &&
  variables.every(({ name, default: usual }) =>
    Object.hasOwn(before, name) ? isWhole(before, name) : usual !== undefined,
  );
