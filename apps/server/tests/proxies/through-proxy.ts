import { type RequestOptions, request } from "node:https";

/** How a test comes to a proxy: by its real name, though nothing resolves it, and trusting its certificate alone. */
export interface Way {
  name: string;
  port: number;
  ca: string;
  /** Another address of this machine to come from. */
  localAddress?: string;
}

/** `fetch` through a proxy; streams stay streams. */
export const fetchThrough = (way: Way): typeof fetch => {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(String(input));
      const headers = Object.fromEntries(new Headers(init.headers));
      const options: RequestOptions = {
        ...connectionTo(way),
        method: init.method ?? "GET",
        path: url.pathname + url.search,
        headers: { host: url.host, ...headers },
        ...(init.signal ? { signal: init.signal } : {}),
      };
      const sent = request(options, (response) => {
        const { statusCode = 0, rawHeaders } = response;
        const replied = new Headers();
        for (let at = 0; at < rawHeaders.length; at += 2) {
          replied.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
        }
        const empty = [204, 304].includes(statusCode);
        const body = empty ? null : ReadableStream.from<Uint8Array>(response);
        resolve(new Response(body, { status: statusCode, headers: replied }));
      });
      sent.on("error", reject);
      sent.end(typeof init.body === "string" ? init.body : undefined);
    });
};

export const connectionTo = ({ name, port, ca, localAddress }: Way) => ({
  host: "127.0.0.1",
  port,
  ca,
  servername: name,
  agent: false as const,
  ...(localAddress === undefined ? {} : { localAddress }),
});
