import { type DestinationStream, type Logger, pino } from "pino";
import { redacted, redactField, redactText, redactValue } from "../../kernel/redact.ts";

export interface LoggerOptions {
  level: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  /** Where lines go; standard output without it. */
  destination?: DestinationStream;
  /** Secrets that no shape tells, such as a key the operator chose. */
  secrets?: readonly string[];
}

/** Structured logs, one JSON object a line, from which secrets are taken by name, by shape and by value. */
export const createLogger = ({ level, destination, secrets = [] }: LoggerOptions): Logger => {
  const known = secrets
    .filter((secret) => secret !== "")
    .map((secret) => JSON.stringify(secret).slice(1, -1));
  const redactLine = (line: string): string =>
    redactText(known.reduce((text, secret) => text.replaceAll(secret, redacted), line));
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) =>
        Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redactField(name, value)])),
    },
    serializers: { err: (error: Error) => redactValue(pino.stdSerializers.err(error)) },
    // The last step before a line is written: it sees messages and the stacks of errors too.
    hooks: { streamWrite: redactLine },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};
