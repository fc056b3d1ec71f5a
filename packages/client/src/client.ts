import { signInHeader } from "@signalbox/contract/auth";
import { Problem } from "@signalbox/contract/common";
import type { BodyInputOf, ParamsOf, QueryInputOf, ReplyOf, Route } from "@signalbox/contract/route";
import { ApiError, ServerUnreachable, UnexpectedReply } from "./errors.ts";

/** An API key, or the secret half of a browser's sign-in (the cookie is the other). */
export type Credentials = { apiKey: string } | { signInSecret: string };

export interface ClientOptions {
  /** Where the server is; in the web app its own origin. */
  baseUrl: string;
  /** Asked before each request, so that signing in or out takes effect at once. */
  credentials?: () => Credentials | undefined;
  fetch?: typeof fetch;
}

type Part<Name extends string, T> = [T] extends [undefined]
  ? { [K in Name]?: undefined }
  : Record<string, never> extends T
    ? { [K in Name]?: T }
    : { [K in Name]: T };

/** What a call of `R` takes: exactly the parts that the route declares. */
export type CallInput<R extends Route> = Part<"params", ParamsOf<R>> &
  Part<"query", QueryInputOf<R>> &
  Part<"body", BodyInputOf<R>> & {
    signal?: AbortSignal;
    /** Sent though the page that asks goes away meanwhile. */
    keepalive?: boolean;
  };

type CallArguments<R extends Route> =
  Record<string, never> extends CallInput<R> ? [input?: CallInput<R>] : [input: CallInput<R>];

export interface Client {
  readonly baseUrl: string;
  /** Calls a route of the contract and answers its reply; throws `ApiError` where the server refuses. */
  call<R extends Route>(route: R, ...input: CallArguments<R>): Promise<ReplyOf<R>>;
  /** The same without reading the answer, for streams; refusals throw here too. */
  open(request: RawRequest): Promise<Response>;
}

export interface RawRequest {
  method: Route["method"];
  /** With its parameters and query. */
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal | undefined;
  keepalive?: boolean | undefined;
}

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  keepalive?: boolean;
}

/** A typed client of the server's API over `fetch`. */
export const createClient = (options: ClientOptions): Client => {
  const baseUrl = options.baseUrl.replace(/\/$/, "");
  const send = options.fetch ?? fetch;

  const open = async (request: RawRequest): Promise<Response> => {
    const hasBody = request.body !== undefined;
    const response = await send(`${baseUrl}${request.path}`, {
      method: request.method,
      headers: {
        ...(hasBody ? { "content-type": "application/json" } : {}),
        ...credentialHeaders(options.credentials?.()),
        ...request.headers,
      },
      credentials: "same-origin",
      ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(request.keepalive === true ? { keepalive: true } : {}),
    }).catch((cause: unknown) => {
      if (request.signal?.aborted) throw cause;
      throw new ServerUnreachable(baseUrl, cause);
    });
    if (response.status >= 400) throw await refusal(response);
    return response;
  };

  const call = async (route: Route, input: LooseInput = {}): Promise<unknown> => {
    const response = await open({
      method: route.method,
      path: pathOf(route.path, input.params ?? {}) + queryOf(input.query ?? {}),
      body: input.body,
      signal: input.signal,
      keepalive: input.keepalive,
    });
    return readReply(route, response);
  };

  return { baseUrl, open, call: call as Client["call"] };
};

/** Fills the `:names` of a route's path. */
export const pathOf = (path: string, params: Record<string, unknown>): string =>
  path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`${path} needs ${name}`);
    return encodeURIComponent(String(value));
  });

/** `?a=1&b=2`, or nothing; undefined values are left out, lists are separated by commas. */
export const queryOf = (query: Record<string, unknown>): string => {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return "";
  return `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
};

const credentialHeaders = (credentials: Credentials | undefined): Record<string, string> => {
  if (credentials === undefined) return {};
  return "apiKey" in credentials
    ? { authorization: `Bearer ${credentials.apiKey}` }
    : { [signInHeader]: credentials.signInSecret };
};

const refusal = async (response: Response): Promise<Error> => {
  const text = await response.text();
  const problem = Problem.safeParse(parseJson(text));
  if (problem.success) return new ApiError(problem.data);
  return new UnexpectedReply(response.status, `The server answered ${response.status} without saying why`);
};

const readReply = async (route: Route, response: Response): Promise<unknown> => {
  const schema = route.replies[response.status];
  if (schema === undefined) {
    await response.body?.cancel();
    throw new UnexpectedReply(
      response.status,
      `${route.method} ${route.path} never answers ${response.status}`,
    );
  }
  const text = await response.text();
  if (schema === null) return null;
  const reply = schema.safeParse(route.contentType === undefined ? parseJson(text) : text);
  if (reply.success) return reply.data;
  throw new UnexpectedReply(
    response.status,
    `${route.method} ${route.path} answered something else than its contract says`,
    reply.error,
  );
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
