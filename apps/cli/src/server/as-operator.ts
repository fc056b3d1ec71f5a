import { type Client, createClient } from "@signalbox/client/client";
import { createSignInLink, signIn, signOut } from "@signalbox/contract/auth";
import { type Context, connect } from "./connect.ts";

/**
 * Does the work as whoever has the machine, signed in by a link for as long as it takes: the CLI's key, which any
 * program of theirs can read, may not change who there is.
 */
export async function asOperator<T>(context: Context, work: (client: Client) => Promise<T>): Promise<T> {
  const asked = await connect(context);
  const link = new URL((await asked.call(createSignInLink)).url);
  let secret: string | undefined;
  const client = createClient({
    baseUrl: asked.baseUrl,
    credentials: () => (secret === undefined ? undefined : { signInSecret: secret }),
    fetch: browserLike(asked.baseUrl),
  });
  ({ secret } = await client.call(signIn, { body: { secret: link.hash.slice(1) } }));
  try {
    return await work(client);
  } finally {
    await client.call(signOut).catch(() => {});
  }
}

/** Sends the origin that a page of the server would, and the cookie that it was given. */
const browserLike = (baseUrl: string): typeof fetch => {
  const { origin } = new URL(baseUrl);
  let cookie: string | undefined;
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("origin", origin);
    if (cookie !== undefined) headers.set("cookie", cookie);
    const response = await fetch(input, { ...init, headers });
    cookie = response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? cookie;
    return response;
  };
};
