import { isDeepStrictEqual } from "node:util";
import type { Route } from "@signalbox/contract/route";
import type { z } from "zod";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { httpErrors } from "./problems.ts";

/** A request's parts as they arrived. */
export interface RawParts {
  params: unknown;
  query: unknown;
  body: Buffer;
  contentType: string | undefined;
}

/** Reads a request by its route's schemas; throws with every fault listed at once. */
export const readRequest = (route: Route, raw: RawParts) => {
  const faults: { path: string; message: string }[] = [];
  const read = (name: string, schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    if (name !== "body" && holdsNul(value)) faults.push({ path: name, message: "must not contain NUL" });
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      faults.push({ path: [name, ...issue.path.map(String)].join("."), message: issue.message });
    }
    return undefined;
  };
  const params = read("params", route.params, raw.params);
  const query = read("query", route.query, raw.query);
  const body = route.body === undefined ? undefined : read("body", route.body, readJson(raw));
  if (faults.length > 0) throw httpErrors.invalid(faults);
  return { params, query, body };
};

/** PostgreSQL stores no NUL in text, and refuses to look for one. Parameters are texts, or lists of texts. */
const holdsNul = (value: unknown): boolean =>
  typeof value === "string"
    ? value.includes("\0")
    : typeof value === "object" && value !== null && Object.values(value).some(holdsNul);

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** Only JSON by name is read: a form of a foreign page can send none without being asked first. */
const readJson = ({ body, contentType }: RawParts): unknown => {
  if (contentType === undefined && body.length === 0) return undefined;
  if (contentType === undefined || !json.test(contentType)) throw httpErrors.notJson();
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw httpErrors.malformedJson(messageOf(error));
  }
};

/** Fails where a reply is not what its contract says, to the field; run in tests, not for every user. */
export const assertReply = (route: Route, status: number, body: unknown): void => {
  const fault = faultOfReply(route, status, body);
  if (fault === undefined) return;
  throw new AppError("internal", "internal.reply_off_contract", `${route.method} ${route.path}: ${fault}`);
};

const faultOfReply = (route: Route, status: number, body: unknown): string | undefined => {
  const schema = route.replies[status];
  if (schema === undefined) return `status ${status} is not declared`;
  if (schema === null) return body === null ? undefined : `status ${status} has no body`;
  const sent: unknown = route.contentType === undefined ? JSON.parse(JSON.stringify(body)) : body;
  const result = schema.safeParse(sent);
  if (!result.success) return result.error.message;
  return isDeepStrictEqual(result.data, sent) ? undefined : "it has fields that are not declared";
};
