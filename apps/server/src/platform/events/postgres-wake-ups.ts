import { Client } from "pg";
import type { Logger } from "pino";
import type { WakeUps } from "./wake-ups.ts";

const channel = "signalbox_events";

/**
 * Wake-ups by LISTEN and NOTIFY, which carry a position and nothing else. They are told after the commit and over a
 * connection of their own, so that no writer waits for another to notify.
 */
export const createPostgresWakeUps = ({ url, log }: { url: string; log: Logger }): WakeUps => {
  let onNews = () => {};
  let client: Client | undefined;
  let untold: bigint | undefined;
  let told = 0n;
  let telling = false;

  const tellAll = async () => {
    telling = true;
    try {
      while (client !== undefined && untold !== undefined) {
        const position = untold;
        untold = undefined;
        await client.query("select pg_notify($1, $2)", [channel, String(position)]);
      }
    } catch (error) {
      log.debug({ err: error }, "other nodes were not told of events; they look for themselves");
    } finally {
      telling = false;
    }
  };

  const connect = async (): Promise<Client> => {
    const made = new Client({
      connectionString: url,
      application_name: "signalbox wake-ups",
      keepAlive: true,
    });
    // Until it is listened to below, an error must not end the process.
    made.on("error", () => {});
    await made.connect();
    // A notification that a crash loses is of no use either.
    await made.query(`set synchronous_commit to off; listen ${channel}`);
    return made;
  };

  const listen = async (signal: AbortSignal) => {
    const made = await connect();
    const over = Promise.withResolvers<void>();
    made.on("notification", () => onNews());
    made.on("error", over.reject);
    made.on("end", () => over.reject(new Error("The connection ended")));
    signal.addEventListener("abort", () => over.resolve(), { once: true });
    if (signal.aborted) over.resolve();
    client = made;
    // What was said before it listened is not heard again.
    onNews();
    try {
      await over.promise;
    } finally {
      client = undefined;
      await made.end().catch(() => {});
    }
  };

  return {
    tell(newest) {
      if (newest <= told) return;
      told = newest;
      untold = newest;
      if (!telling) void tellAll();
    },
    heardBy(listener) {
      onNews = listener;
    },
    loops: [
      {
        name: "wake-ups",
        summary: "Hears from other nodes, by PostgreSQL, that the event log grew",
        alone: false,
        run: listen,
      },
    ],
  };
};
