import { createServer, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const Value = z.object({
  stringValue: z.string().optional(),
  intValue: z.number().optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
});
const Attributes = z
  .array(z.object({ key: z.string(), value: Value }))
  .default([])
  .transform((pairs) =>
    Object.fromEntries(
      pairs.map(({ key, value }) => [key, Object.values(value).find((one) => one !== undefined)]),
    ),
  );
const ReceivedSpan = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: Attributes,
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  status: z.object({ code: z.number().optional() }).default({}),
});
export type ReceivedSpan = z.infer<typeof ReceivedSpan>;
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(ReceivedSpan) })),
    }),
  ),
});

export interface Collector {
  url: string;
  spans: ReceivedSpan[];
  resources: Record<string, unknown>[];
  /** Bodies in other formats than JSON, as they came. */
  raw: { type: string | undefined; body: Buffer }[];
  close(): Promise<void>;
}

/** An OpenTelemetry collector on loopback that decodes what arrives. */
export async function aCollector({ answers = true } = {}): Promise<Collector> {
  const received: Pick<Collector, "spans" | "resources" | "raw"> = { spans: [], resources: [], raw: [] };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (!answers) return;
      const type = request.headers["content-type"];
      if (type === "application/json") take(received, body);
      else received.raw.push({ type, body });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...received,
    url: `http://127.0.0.1:${port}/v1/traces`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function take(received: Pick<Collector, "spans" | "resources">, body: Buffer): void {
  for (const { resource, scopeSpans } of Export.parse(JSON.parse(body.toString("utf8"))).resourceSpans) {
    received.resources.push(resource.attributes);
    for (const { spans } of scopeSpans) received.spans.push(...spans);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}
