import { STATUS_CODES } from "node:http";
import { signInCookie, signInHeader } from "@signalbox/contract/auth";
import { Problem } from "@signalbox/contract/common";
import type { Route } from "@signalbox/contract/route";
import type { z } from "zod";
import { isObject, type JsonObject, listAt, objectAt } from "../../../kernel/json.ts";
import { pageCookie } from "../gate.ts";
import { commonCodes } from "../problems.ts";
import { byTag, type Operation, operationsOf } from "./operation.ts";
import { createSchemaBook, type SchemaBook } from "./schemas.ts";

const description = `Signalbox over HTTP. Send an API key as \`Authorization: Bearer …\`.

Every error is a problem of RFC 9457 with a stable \`code\` and the request's \`correlationId\`. Beside those that a
route lists, any route may answer: ${commonCodes.map((code) => `\`${code}\``).join(", ")}.

Lists take \`limit\` and \`cursor\` and answer \`{items, nextCursor}\`.`;

/** The whole contract as an OpenAPI 3.1 document. */
export const openApiOf = (routes: Readonly<Record<string, Route>>, version: string): JsonObject => {
  const book = createSchemaBook();
  const operations = operationsOf(routes);
  const problem = book.schemaOf(Problem, "output");
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const operation of operations) {
    const path = operation.route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = {
      ...paths[path],
      [operation.route.method.toLowerCase()]: describe(book, operation, problem),
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Signalbox", version, description, license: { name: "MIT", identifier: "MIT" } },
    // Beside this document, whatever path they are under.
    servers: [{ url: "." }],
    tags: [...byTag(operations).keys()].map((name) => ({ name })),
    paths,
    components: {
      schemas: book.components(),
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer" },
        signInCookie: {
          type: "apiKey",
          in: "cookie",
          name: `${signInCookie.name}_{port}`,
        },
        signInSecret: { type: "apiKey", in: "header", name: signInHeader },
        ticket: { type: "apiKey", in: "query", name: "ticket" },
        pass: { type: "apiKey", in: "cookie", name: `${pageCookie.name}_{port}` },
      },
    },
  };
};

const describe = (book: SchemaBook, { name, route, tag }: Operation, problem: JsonObject): JsonObject => ({
  operationId: name,
  summary: route.summary,
  tags: [tag],
  "x-scope": route.permission,
  security: securityOf(route),
  parameters: [...parametersOf(book, route.params, "path"), ...parametersOf(book, route.query, "query")],
  ...(route.body === undefined
    ? {}
    : { requestBody: { required: true, content: jsonContent(book.schemaOf(route.body, "input")) } }),
  responses: {
    ...Object.fromEntries(
      Object.entries(route.replies).map(([status, reply]) => [
        status,
        replyOf(book, route, { status, reply }),
      ]),
    ),
    "4XX": {
      description: (route.errors ?? ["A problem any route may answer"]).join(", "),
      content: { "application/problem+json": { schema: problem } },
    },
  },
});

/** Alternatives; both halves of a sign-in are needed together. */
const securityOf = ({ permission, query, pass }: Route): JsonObject[] => {
  if (permission === "public") return [];
  const ticket = query !== undefined && "ticket" in query.shape ? [{ ticket: [] }] : [];
  return [{ apiKey: [] }, { signInCookie: [], signInSecret: [] }, ...ticket, ...(pass ? [{ pass: [] }] : [])];
};

const parametersOf = (
  book: SchemaBook,
  schema: z.ZodObject | undefined,
  place: "path" | "query",
): JsonObject[] => {
  if (schema === undefined) return [];
  const object = book.schemaOf(schema, "input");
  const required = listAt(object, "required");
  return Object.entries(objectAt(object, "properties"))
    .filter(([name]) => name !== "ticket")
    .map(([name, property]) => {
      const { description: words, ...schema } = isObject(property) ? property : {};
      return {
        name,
        in: place,
        ...(words === undefined ? {} : { description: words }),
        required: place === "path" || required.includes(name),
        schema,
      };
    });
};

const replyOf = (
  book: SchemaBook,
  { contentType }: Route,
  { status, reply }: { status: string; reply: z.ZodType | null },
) => {
  const words = STATUS_CODES[status] ?? "Success";
  if (reply === null) return { description: words };
  const schema = book.schemaOf(reply, "output");
  return {
    description: words,
    content: contentType === undefined ? jsonContent(schema) : { [contentType]: { schema } },
  };
};

const jsonContent = (schema: JsonObject) => ({ "application/json": { schema } });
