import type { Clock } from "../../kernel/clock.ts";
import type { SentryAddress } from "./sentry-dsn.ts";
import { eventOf, type ReportContext, type SentryEvent } from "./sentry-event.ts";

export interface SentrySenderOptions extends ReportContext {
  address: SentryAddress;
  clock: Clock;
  /** Told of the first report that was not taken. */
  warn: (text: string) => void;
  limits?: Partial<SenderLimits>;
}

export interface SenderLimits {
  /** Reports beyond this in a minute are dropped: a fault in a loop is known after the first. */
  perMinute: number;
  timeoutMs: number;
  /** How long a stop waits for the last ones. */
  closeWithinMs: number;
}

/** Sends reports one after another; slow or gone, Sentry slows nobody. */
export interface SentrySender {
  /** A line of the log that tells of an error. */
  take(line: string): void;
  close(): Promise<void>;
}

const defaultLimits: SenderLimits = { perMinute: 30, timeoutMs: 5_000, closeWithinMs: 2_000 };
const minuteMs = 60_000;

export function createSentrySender(options: SentrySenderOptions): SentrySender {
  const { address, clock, warn } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const closing = new AbortController();
  let sending: Promise<void> = Promise.resolve();
  let minute = { began: Number.NEGATIVE_INFINITY, taken: 0 };
  let quietUntil = 0;
  let warned = false;

  const isTooMany = (): boolean => {
    const now = performance.now();
    if (now - minute.began >= minuteMs) minute = { began: now, taken: 0 };
    minute.taken++;
    return minute.taken > limits.perMinute || now < quietUntil;
  };

  const send = async (event: SentryEvent): Promise<void> => {
    const response = await fetch(address.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-sentry-envelope",
        "x-sentry-auth": `Sentry sentry_version=7, sentry_client=${event.release}, sentry_key=${address.key}`,
      },
      body: envelopeOf(event, clock.now()),
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(limits.timeoutMs)]),
    });
    await response.body?.cancel();
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after") ?? "");
      quietUntil = performance.now() + (seconds > 0 ? seconds * 1_000 : minuteMs);
    } else if (!response.ok) throw new Error(`Sentry answered ${response.status}`);
  };

  const tell = (error: unknown) => {
    if (warned || closing.signal.aborted) return;
    warned = true;
    warn(`errors could not be reported: ${error instanceof Error ? error.message : String(error)}`);
  };

  return {
    take(line) {
      if (isTooMany()) return;
      const event = eventOf(line, options);
      if (event !== undefined) sending = sending.then(() => send(event)).catch(tell);
    },
    async close() {
      const timer = setTimeout(() => closing.abort(), limits.closeWithinMs);
      await sending;
      clearTimeout(timer);
    },
  };
}

/** An envelope with one event, as Sentry's ingestion reads it. */
function envelopeOf(event: SentryEvent, sentAt: Date): string {
  const payload = JSON.stringify(event);
  const head = JSON.stringify({ event_id: event.event_id, sent_at: sentAt.toISOString() });
  const item = JSON.stringify({ type: "event", length: Buffer.byteLength(payload) });
  return `${head}\n${item}\n${payload}\n`;
}
