import { NewSignIn, signInHeader } from "@signalbox/contract/auth";
import type { RunningServer } from "@signalbox/testkit/server";
import { z } from "zod";

const Link = z.object({ url: z.string() });

/** A browser that is signed in: what it asks has every scope, also that to answer. */
export async function signedIn(server: RunningServer) {
  const link = Link.parse(await (await server.fetch("/api/sign-in-links", { method: "POST" })).json());
  const reply = await fetch(new URL("/api/sign-ins", server.url), {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url },
    body: JSON.stringify({ secret: new URL(link.url).hash.slice(1) }),
  });
  const { secret } = NewSignIn.parse(await reply.json());
  const cookie = reply.headers.getSetCookie().map((each) => each.split(";", 1)[0]);
  const signed = { cookie: cookie.join("; "), [signInHeader]: secret, origin: server.url };
  return (path: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}) =>
    fetch(new URL(path, server.url), {
      method: init.method ?? "GET",
      headers: { ...signed, "content-type": "application/json", ...init.headers },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
}
