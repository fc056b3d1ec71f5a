import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type FakeApp, needsPermission, presentInstallation, proveApp } from "./app.ts";
import type { Asked } from "./asked.ts";
import { presentUser } from "./present.ts";
import { Refused, refused } from "./refused.ts";
import { routes } from "./routes.ts";
import type { FakeRepository } from "./state.ts";

export interface Kept {
  /** The accounts of tokens. */
  tokens: Map<string, string>;
  repositories: Map<string, FakeRepository>;
  app: FakeApp | null;
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
  if (token.split(".").length === 3) return asApp(request, kept, { token, pathname });
  const held = kept.app?.tokens.get(token);
  if (held !== undefined && held.expiresAt <= Date.parse(kept.now())) refused(401, "Bad credentials");
  if (held?.installation.suspended) refused(403, "This installation has been suspended");
  const login =
    held === undefined
      ? (kept.tokens.get(token) ?? refused(401, "Bad credentials"))
      : `${kept.app?.slug}[bot]`;
  if (pathname === "/user" && held !== undefined) refused(403, "Resource not accessible by integration");
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
  if (held !== undefined) {
    if (!held.installation.repositories.includes(repository)) refused(404, "Not Found");
    needsPermission(held.installation, request.method ?? "", rest);
  }
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

/** What only the app itself is told, by what it signed. */
function asApp(
  { method }: IncomingMessage,
  { app, now, next }: Kept,
  { token, pathname }: { token: string; pathname: string },
): Answer {
  if (app === null) return refused(401, "A JSON web token could not be decoded");
  const at = new Date(now());
  proveApp(app, token, at);
  const ok = (body: unknown, status = 200): Answer => ({ status, headers: { ...limits }, body });
  if (pathname === "/app") return ok({ id: Number(app.id), slug: app.slug, name: `The ${app.slug}` });
  if (pathname === "/app/installations") return ok(app.installations.map(presentInstallation));
  const [, name] = /^\/repos\/([^/]+\/[^/]+)\/installation$/.exec(pathname) ?? [];
  const [, id] = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(pathname) ?? [];
  const installation = app.installations.find(
    (one) => String(one.id) === id || one.repositories.some((repository) => repository.name === name),
  );
  if (installation === undefined) return refused(404, "Not Found");
  if (name !== undefined) return ok(presentInstallation(installation));
  if (method !== "POST") return refused(404, "Not Found");
  if (installation.suspended) return refused(403, "This installation has been suspended");
  const made = `installation-${next()}-${Math.random().toString(36).slice(2)}`;
  const expiresAt = at.getTime() + 60 * 60_000;
  app.tokens.set(made, { installation, expiresAt });
  return ok({ token: made, expires_at: new Date(expiresAt).toISOString() }, 201);
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
