import { once } from "node:events";
import type { StreamResponse } from "../../../platform/http/http.ts";

interface File {
  name: string;
  contentType: string;
  pieces: AsyncIterable<string>;
}

/** Sends a file no faster than it is read. It breaks off where a piece fails: half a file must not pass for a whole. */
export async function writeFile(
  { name, contentType, pieces }: File,
  { response, signal, writeHead }: StreamResponse,
): Promise<void> {
  writeHead({
    "content-type": contentType,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "no-store",
  });
  for await (const piece of pieces) {
    if (signal.aborted) break;
    if (!response.write(piece)) await once(response, "drain", { signal }).catch(() => {});
  }
  if (signal.aborted) response.destroy();
  else response.end();
}
