import type { FastifyReply, FastifyRequest } from "fastify";
import type { Metrics } from "../metrics/metrics.ts";

/** Measures what is asked and answered over HTTP. */
export interface HttpMetrics {
  answered(request: FastifyRequest, reply: FastifyReply): void;
  /** A request ended with an error of this code. */
  failed(code: string): void;
}

export const measureHttp = (metrics: Metrics): HttpMetrics => {
  const seconds = metrics.histogram({
    name: "signalbox_http_request_seconds",
    help: "Answered requests by the pattern of their route; streams and sockets are not among them",
    labels: ["method", "route", "status"],
    buckets: [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
  });
  const failures = metrics.counter({
    name: "signalbox_http_errors_total",
    help: "Requests that were refused or failed, by the code of the problem: failed sign-ins too",
    labels: ["code"],
  });
  return {
    answered(request, reply) {
      const { url = "none", config } = request.routeOptions;
      // They last as long as a client stays.
      if (config.access?.streaming === true) return;
      const labels = { method: request.method, route: url, status: String(reply.statusCode) };
      seconds.observe(labels, reply.elapsedTime / 1_000);
    },
    failed: (code) => failures.add({ code }),
  };
};
