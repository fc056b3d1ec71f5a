import type { DestinationStream } from "pino";
import type { SentrySender } from "./sentry-sender.ts";

/** Begins a line that tells of an error. */
const isError = (line: string): boolean =>
  line.startsWith('{"level":"error"') || line.startsWith('{"level":"fatal"');

/** Lines that wait while the sender is loaded. */
const mostWaiting = 100;

/** A log whose errors are reported too. */
export interface ReportedLog extends DestinationStream {
  /** Sends what is left, for so long as a stop may take. */
  close(): Promise<void>;
}

/** Hands lines that tell of errors to a sender too, which is loaded meanwhile. The log itself waits for nothing. */
export function reportErrors(log: DestinationStream, loading: Promise<SentrySender>): ReportedLog {
  let waiting: string[] = [];
  let sender: SentrySender | undefined;
  const loaded = loading.then(
    (ready) => {
      sender = ready;
      for (const line of waiting) ready.take(line);
      waiting = [];
    },
    // The log goes on without it.
    () => {},
  );
  return {
    write(line) {
      log.write(line);
      if (!isError(line)) return;
      if (sender !== undefined) sender.take(line);
      else if (waiting.length < mostWaiting) waiting.push(line);
    },
    async close() {
      await loaded;
      await sender?.close();
    },
  };
}
