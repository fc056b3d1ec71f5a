import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { answerTo, type Kept } from "./answer.ts";
import { type FakeInstallation, newApp, usualPermissions } from "./app.ts";
import type { FakeFile, FakeIssue, FakePull, FakeRepository, Permission } from "./state.ts";

export interface NewRepository {
  /** A bare repository on this machine; else branches and their commits. */
  git?: string;
  branches?: Readonly<Record<string, string>>;
  /** Beside the account of the token, which writes where nothing else is said. */
  permissions?: Readonly<Record<string, Permission>>;
}

/** How the next requests are answered in place of what they ask for. */
export interface Trouble {
  /** 429 and its like; or `lost`: it is done, and the answer does not arrive. */
  kind: { status: number; message?: string; headers?: Readonly<Record<string, string>> } | "lost";
  /** The requests that it is for; all where it is not told. */
  method?: string;
  path?: RegExp;
}

/** GitHub on this machine: speaks the routes that Signalbox uses, and refuses what the real one refuses. */
export async function startFakeGitHub({ login = "signalbox-bot" }: { login?: string } = {}) {
  let ids = 1_000;
  let aheadMs = 0;
  // No shape that is told for a secret, so that only its value tells where it leaks.
  const token = `fake-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
  const kept: Kept = {
    ...{ tokens: new Map([[token, login]]), repositories: new Map(), next: () => ids++ },
    app: null,
    now: () => new Date(Date.now() + aheadMs).toISOString(),
  };
  const requests: { method: string; path: string }[] = [];
  const troubles: Trouble[] = [];
  const takeTrouble = ({ method, url = "" }: IncomingMessage): Trouble | undefined => {
    const at = troubles.findIndex(
      (one) => (one.method ?? method) === method && (one.path?.test(url) ?? true),
    );
    return at === -1 ? undefined : troubles.splice(at, 1)[0];
  };
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? "", path: request.url ?? "" });
    const trouble = takeTrouble(request);
    const tell = (status: number, headers: object, body: unknown) =>
      response
        .writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers })
        .end(JSON.stringify(body));
    if (trouble !== undefined && trouble.kind !== "lost") {
      const { status, message = "Trouble", headers = {} } = trouble.kind;
      return void tell(status, headers, { message });
    }
    void answerTo(request, kept, origin()).then(
      ({ status, headers, body }) =>
        trouble === undefined ? tell(status, headers, body) : response.destroy(),
      (error: unknown) => tell(500, {}, { message: String(error) }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = () => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  };
  return {
    ...{ url: origin(), token, login, requests },
    repository: (name: string, more: NewRepository = {}): FakeRepository => {
      const repository = newRepository(kept.next(), name, { login, ...more });
      kept.repositories.set(name, repository);
      return repository;
    },
    /** Opens a pull request as somebody else would. */
    pull: (repository: FakeRepository, given: Partial<FakePull> & { author?: string } = {}): FakeIssue => {
      const { author = "ada", ...pull } = given;
      const made = newIssue(kept, repository, { author, title: "Change it" });
      made.pull = structuredClone({ ...emptyPull, ...pull });
      return made;
    },
    issue: (repository: FakeRepository, title = "It breaks", author = "ada"): FakeIssue =>
      newIssue(kept, repository, { author, title }),
    /** What goes wrong next, each once. */
    trouble: (...more: Trouble[]) => void troubles.push(...more),
    /** Registers an app, and answers what its owner keeps. */
    app: (slug = "signalbox-app") => {
      const { app, privateKey } = newApp(slug);
      kept.app = app;
      return { appId: app.id, privateKey, login: `${slug}[bot]` };
    },
    /** Installs the app for repositories of one account. */
    install: (repositories: FakeRepository[], permissions = usualPermissions): FakeInstallation => {
      const [account = "acme"] = repositories[0]?.name.split("/") ?? [];
      const made = {
        id: kept.next(),
        account,
        repositories,
        permissions: { ...permissions },
        suspended: false,
      };
      for (const one of repositories) one.permissions.set(`${kept.app?.slug}[bot]`, "write");
      kept.app?.installations.push(made);
      return made;
    },
    /** The tokens of its installations are taken no more. */
    withdrawInstallations: () => kept.app?.tokens.clear(),
    later: (ms: number) => {
      aheadMs += ms;
    },
    /** The token is of nobody any more. */
    withdraw: () => kept.tokens.delete(token),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export type FakeGitHub = Awaited<ReturnType<typeof startFakeGitHub>>;

const [headSha, baseSha] = ["a".repeat(40), "b".repeat(40)];
const usualFiles: FakeFile[] = [
  { filename: "src/shop.ts", status: "modified", patch: "@@ -1,3 +1,4 @@\n one\n-two\n+2\n+2.5\n three" },
];
const emptyPull: FakePull = {
  ...{ head: { ref: "change", sha: headSha }, base: { ref: "main", sha: baseSha } },
  ...{ draft: false, files: usualFiles, reviews: [] },
};

function newRepository(
  id: number,
  name: string,
  { login, git, branches, permissions = {} }: NewRepository & { login: string },
): FakeRepository {
  const all = Object.entries<Permission>({ [login]: "write", ada: "admin", ...permissions });
  return {
    ...{ id, name, defaultBranch: "main", permissions: new Map(all), git: git ?? null },
    branches: new Map(Object.entries({ main: baseSha, ...branches })),
    ...{ issues: [], statuses: [] },
  };
}

function newIssue(
  kept: Kept,
  repository: FakeRepository,
  { author, title }: { author: string; title: string },
): FakeIssue {
  const issue: FakeIssue = {
    ...{ id: kept.next(), number: repository.issues.length + 1, title, body: "", author, at: kept.now() },
    ...{ state: "open", labels: [], comments: [], pull: null },
  };
  repository.issues.push(issue);
  return issue;
}
