import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Whether any process of this machine has a word on its command line. */
function isOnACommandLine(word: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word);
    } catch {
      return false;
    }
  });
}

/** Serves the repositories in a folder to whoever has a password, or, where `hangs`, says nothing at all. */
export async function aGitServer(root: string, password: string, { hangs = false } = {}) {
  const backend = join(execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(), "git-http-backend");
  const seen = { asked: 0, onACommandLine: false };
  const wanted = `Basic ${Buffer.from(`x-access-token:${password}`).toString("base64")}`;
  const server = createServer((request, response) => {
    seen.asked += 1;
    seen.onACommandLine ||= isOnACommandLine(password);
    if (hangs) return;
    if (request.headers.authorization === wanted) return serve(backend, root, request, response);
    response.writeHead(401, { "www-authenticate": "Basic" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it does not listen");
  return { url: `http://127.0.0.1:${address.port}`, seen };
}

function serve(backend: string, root: string, request: IncomingMessage, response: ServerResponse): void {
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const { "content-type": type = "", "content-encoding": encoding = "" } = request.headers;
  const child = spawn(backend, [], {
    env: {
      ...{ PATH: process.env.PATH, GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: "1", REMOTE_USER: "ada" },
      ...{ PATH_INFO: path, QUERY_STRING: query, REQUEST_METHOD: request.method, CONTENT_TYPE: type },
      ...{
        HTTP_CONTENT_ENCODING: encoding,
        HTTP_GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      },
    },
  });
  request.pipe(child.stdin);
  const pieces: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
  child.on("close", () => {
    const all = Buffer.concat(pieces);
    const end = all.indexOf("\r\n\r\n");
    const head = all.subarray(0, end).toString("latin1").split("\r\n");
    const headers = head.map((line): [string, string] => {
      const at = line.indexOf(":");
      return [line.slice(0, at), line.slice(at + 1).trim()];
    });
    const status = Number(headers.find(([name]) => name === "Status")?.[1]?.slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== "Status")));
    response.end(all.subarray(end + 4));
  });
}
