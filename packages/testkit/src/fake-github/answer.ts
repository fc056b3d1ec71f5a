import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { Asked } from "./asked.ts";
import { presentUser } from "./present.ts";
import { Refused, refused } from "./refused.ts";
import { routes } from "./routes.ts";
import type { FakeRepository } from "./state.ts";

export interface Kept {
  /** The accounts of tokens. */
  tokens: Map<string, string>;
  repositories: Map<string, FakeRepository>;
  next(): number;
  now(): string;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

const limits = {
  "x-ratelimit-limit": "5000",
  "x-ratelimit-remaining": "4987",
  "x-ratelimit-reset": "2000000000",
};

/** What GitHub says to a request. */
export async function answerTo(request: IncomingMessage, kept: Kept, origin: string): Promise<Answer> {
  try {
    return await found(request, kept, origin);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, message, errors, headers } = error;
    const documentation_url = "https://docs.github.com/rest";
    return { status, headers: { ...limits, ...headers }, body: { message, errors, documentation_url } };
  }
}

async function found(request: IncomingMessage, kept: Kept, origin: string): Promise<Answer> {
  const { pathname, searchParams: query } = new URL(request.url ?? "/", origin);
  const [, token = ""] = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const login = kept.tokens.get(token) ?? refused(401, "Bad credentials");
  if (pathname === "/user")
    return {
      status: 200,
      headers: { ...limits, "x-oauth-scopes": "repo, workflow" },
      body: presentUser(login),
    };
  const [, name = "", rest = ""] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(pathname) ?? [];
  const repository = kept.repositories.get(name);
  // Who may not see it is not told that it is there.
  if (repository === undefined || (repository.permissions.get(login) ?? "none") === "none")
    return refused(404, "Not Found");
  for (const { method, path, status, answer } of routes) {
    const match = method === request.method ? path.exec(rest) : null;
    if (match === null) continue;
    const asked: Asked = {
      ...{ login, query, repository, next: kept.next, now: kept.now },
      body: await bodyOf(request),
      part: (part) => decodeURIComponent(match.groups?.[part] ?? ""),
    };
    const body = answer(asked);
    if (!Array.isArray(body)) return { status, headers: { ...limits }, body };
    return pageOf(body, new URL(request.url ?? "/", origin));
  }
  return refused(404, "Not Found");
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const given = await text(request);
  return given === "" ? {} : JSON.parse(given);
}

function pageOf(all: readonly unknown[], url: URL): Answer {
  const [size, page] = [
    Number(url.searchParams.get("per_page") ?? 30),
    Number(url.searchParams.get("page") ?? 1),
  ];
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, rel: string) => {
    const there = new URL(url);
    there.searchParams.set("page", String(to));
    return `<${there.href}>; rel="${rel}"`;
  };
  const links = page < last ? { link: [link(page + 1, "next"), link(last, "last")].join(", ") } : {};
  return {
    ...{ status: 200, headers: { ...limits, ...links } },
    body: all.slice((page - 1) * size, page * size),
  };
}
