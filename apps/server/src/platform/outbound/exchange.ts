import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";

export interface Asked {
  method: string;
  headers: Readonly<Record<string, string | number>>;
  body?: string | Buffer | undefined;
  signal: AbortSignal;
  /** What is answered beyond that is not read. */
  mostBytes: number;
}

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  /** The beginning of what was answered. */
  bytes: Buffer;
  /** Whether that is all of it. */
  isWhole: boolean;
}

/** One request to one address, under the name that the certificate and the host header need. */
export const exchange = (url: URL, address: string, asked: Asked): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const { method, headers, body = "", signal, mostBytes } = asked;
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(
      url,
      {
        ...{ method, signal, agent: false },
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        lookup: (_host, { all }, found) => {
          const family = isIP(address);
          if (all) found(null, [{ address, family }]);
          else found(null, address, family);
        },
      },
      (response) => void read(response, mostBytes).then(resolve, reject),
    );
    request.on("error", reject);
    request.end(body);
  });

async function read(response: IncomingMessage, mostBytes: number): Promise<Answered> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response) {
    const bytes = Buffer.from(piece);
    if (length < mostBytes) pieces.push(bytes.subarray(0, mostBytes - length));
    length += bytes.length;
  }
  return {
    ...{ status: response.statusCode ?? 0, headers: response.headers },
    ...{ bytes: Buffer.concat(pieces), isWhole: length <= mostBytes },
  };
}
