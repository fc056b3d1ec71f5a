import { Client } from "pg";
import type { Logger } from "pino";
import { createTeller, type OnNews, toldPosition, type WakeUps } from "./wake-ups.ts";

const channel = "signalbox_events";

/**
 * Wake-ups by LISTEN and NOTIFY, which carry a position and nothing else. They are told after the commit and over a
 * connection of their own, so that no writer waits for another to notify.
 */
export const createPostgresWakeUps = ({ url, log }: { url: string; log: Logger }): WakeUps => {
  let onNews: OnNews = () => {};
  let client: Client | undefined;
  const tell = createTeller({
    log,
    async send(position) {
      await client?.query("select pg_notify($1, $2)", [channel, position]);
      return client !== undefined;
    },
  });

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
    made.on("notification", ({ payload }) => onNews(toldPosition(payload)));
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
    tell,
    heardBy(listener) {
      onNews = listener;
    },
    loops: [
      {
        name: "wake-ups",
        summary: "Hears from other nodes, by PostgreSQL, that the event log grew",
        alone: false,
        dispensable: true,
        run: listen,
      },
    ],
  };
};
