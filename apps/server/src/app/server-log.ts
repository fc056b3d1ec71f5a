import type { DestinationStream, Logger } from "pino";
import { systemClock } from "../kernel/clock.ts";
import { LogFile, logFileIn } from "../platform/logging/log-file.ts";
import { createLogger } from "../platform/logging/logger.ts";
import { type ReportedLog, reportErrors } from "../platform/reports/report-errors.ts";
import type { Config } from "./config.ts";

export interface ServerLog {
  log: Logger;
  /** Set where errors are reported to Sentry: sends the last ones. */
  close: (() => Promise<void>) | undefined;
}

/** The log of this process; where somebody wants errors reported, those too. */
export function openServerLog(config: Config): ServerLog {
  const file = new LogFile({ path: logFileIn(config.home), clock: systemClock, ...config.logFiles });
  const secrets = secretsOf(config);
  const logTo = (destination: DestinationStream) =>
    createLogger({ level: config.logLevel, destination, secrets });
  if (config.sentry === undefined) return { log: tellCrash(logTo(file)), close: undefined };
  const reported = reportErrors(
    file,
    loadSender(config, (text) => log.warn({ part: "sentry" }, text)),
  );
  const log = tellCrash(logTo(reported));
  endAfterReport(reported);
  return { log, close: reported.close };
}

async function loadSender({ sentry, version, programFolder }: Config, warn: (text: string) => void) {
  const { createSentrySender } = await import("../platform/reports/sentry-sender.ts");
  if (sentry === undefined) throw new Error("There is no address to report to");
  const { address, environment, release = `signalbox@${version}` } = sentry;
  return createSentrySender({ address, environment, release, programFolder, clock: systemClock, warn });
}

const tellCrash = (log: Logger): Logger => {
  process.on("uncaughtExceptionMonitor", (error) => log.fatal({ err: error }, "the server fell"));
  return log;
};

/** A crash is reported before the process ends; Node would end it at once. */
function endAfterReport(reported: ReportedLog): void {
  process.once("uncaughtException", (error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    void reported.close().finally(() => process.exit(1));
  });
}

/** What must never be seen in a log. */
function secretsOf({ adminKey, firstPassword, databaseUrl, redisUrl }: Config): string[] {
  const passwords = [databaseUrl, redisUrl].flatMap((url) =>
    url === undefined ? [] : new URL(url).password,
  );
  const secrets = [adminKey ?? "", firstPassword ?? "", ...passwords, ...passwords.map(decodeURIComponent)];
  return secrets.filter((secret) => secret !== "");
}
