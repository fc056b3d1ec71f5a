import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";

const Frame = z.object({
  filename: z.string(),
  function: z.string(),
  lineno: z.number(),
  in_app: z.boolean(),
});
const Event = z.looseObject({
  event_id: z.string().regex(/^[0-9a-f]{32}$/),
  level: z.string(),
  logger: z.string(),
  environment: z.string(),
  release: z.string(),
  tags: z.record(z.string(), z.string()),
  exception: z.object({
    values: z.array(
      z.object({ type: z.string(), value: z.string(), stacktrace: z.object({ frames: z.array(Frame) }) }),
    ),
  }),
});
export type ReceivedReport = z.infer<typeof Event>;

/** Sentry's ingestion on loopback: reads envelopes as strictly as it does. */
export async function aSentry({ status = 200 as number | "silent", headers = {} } = {}) {
  const reports: ReceivedReport[] = [];
  const requests: { path: string | undefined; auth: unknown }[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url, auth: request.headers["x-sentry-auth"] });
    void text(request).then((body) => {
      if (status === "silent") return;
      reports.push(readEnvelope(body));
      response.writeHead(status, headers).end("{}");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    reports,
    requests,
    dsn: `http://public@127.0.0.1:${port}/42`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function readEnvelope(body: string): ReceivedReport {
  const [head = "", item = "", payload = "", rest] = body.split("\n");
  const { event_id } = z.object({ event_id: z.string(), sent_at: z.iso.datetime() }).parse(JSON.parse(head));
  const { length } = z.object({ type: z.literal("event"), length: z.number() }).parse(JSON.parse(item));
  const event = Event.parse(JSON.parse(payload));
  if (length !== Buffer.byteLength(payload) || event.event_id !== event_id || rest !== "")
    throw new Error("The envelope does not fit its item");
  return event;
}
