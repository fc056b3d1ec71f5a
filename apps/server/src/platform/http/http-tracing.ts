import type { FastifyReply, FastifyRequest } from "fastify";
import { noTracing, type Span, type Tracing } from "../tracing/tracing.ts";

/** Makes each request a span. */
export interface HttpTracing {
  /** Who asks may tell the span that the request goes on from. */
  asked(request: FastifyRequest): void;
  /** Runs the handler as part of the request's span. */
  within<T>(request: FastifyRequest, work: () => T): T;
  failed(request: FastifyRequest, error: unknown): void;
  answered(request: FastifyRequest, reply: FastifyReply): void;
}

/** Asked by machines every few seconds. */
const unremarkable = new Set(["/metrics", "/health/live", "/health/ready"]);

export const traceHttp = (tracing: Tracing): HttpTracing => {
  const spans = new WeakMap<FastifyRequest, { span: Span; error?: unknown }>();
  return {
    asked(request) {
      if (tracing === noTracing) return;
      const { url = "none", config } = request.routeOptions;
      // A stream has no end that would tell anything.
      if (unremarkable.has(url) || config.access?.streaming === true) return;
      const { traceparent } = request.headers;
      const span = tracing.begin(`${request.method} ${url}`, {
        kind: "server",
        from: typeof traceparent === "string" ? traceparent : undefined,
        attributes: {
          "http.request.method": request.method,
          "http.route": url,
          "signalbox.correlation_id": request.id,
        },
      });
      spans.set(request, { span });
    },
    within(request, work) {
      const traced = spans.get(request);
      return traced === undefined ? work() : tracing.within(traced.span, work);
    },
    failed(request, error) {
      const traced = spans.get(request);
      if (traced !== undefined) traced.error = error;
    },
    answered(request, reply) {
      const traced = spans.get(request);
      if (traced === undefined) return;
      traced.span.set({ "http.response.status_code": reply.statusCode });
      // What a caller did wrong is no error of the server's.
      traced.span.end(reply.statusCode >= 500 ? (traced.error ?? new Error()) : undefined);
    },
  };
};
