import { z } from "zod";
import { defineRoute } from "./route.ts";

const Condition = z.object({ status: z.enum(["ok", "unavailable"]) });

export const healthLive = defineRoute({
  method: "GET",
  path: "/health/live",
  permission: "public",
  summary: "The process answers",
  replies: { 200: Condition },
});

export const healthReady = defineRoute({
  method: "GET",
  path: "/health/ready",
  permission: "public",
  summary: "The server is ready to work",
  replies: { 200: Condition, 503: Condition },
});

export const exposeMetrics = defineRoute({
  method: "GET",
  path: "/metrics",
  permission: "read",
  summary: "What the node that answers measures, in Prometheus' text format",
  replies: { 200: z.string() },
  contentType: "text/plain; version=0.0.4",
});

export const openApiDocument = defineRoute({
  method: "GET",
  path: "/openapi.json",
  permission: "read",
  summary: "This API as an OpenAPI 3.1 document",
  replies: { 200: z.record(z.string(), z.unknown()) },
});

export const referencePage = defineRoute({
  method: "GET",
  path: "/docs",
  permission: "read",
  summary: "This API as a page to read",
  query: z.object({ ticket: z.string().max(200).optional() }),
  pass: true,
  replies: { 200: z.string() },
  contentType: "text/html",
});

/** The stylesheet of the reference page, which leaves a cookie for it and for being loaded again. */
export const referenceStyles = defineRoute({
  method: "GET",
  path: "/docs/reference.css",
  permission: "read",
  summary: "The stylesheet of that page",
  pass: true,
  replies: { 200: z.string() },
  contentType: "text/css",
});
