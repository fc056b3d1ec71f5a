import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { AppError } from "../kernel/errors.ts";
import { refuseBeyondLoopback } from "./beyond-loopback.ts";
import { Environment, readConfig } from "./config.ts";

const example = parseEnv(readFileSync(join(import.meta.dirname, "../../../../.env.example"), "utf8"));

/** Every system sets it; nobody would set it here. */
const ofTheSystem = "PATH";

/** What stops the start, in the words that people read. */
function refusal(args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  try {
    readConfig(args, env);
  } catch (error) {
    if (error instanceof AppError && error.code === "config.invalid") return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

test("nothing has to be set", () => {
  expect(readConfig([], {})).toMatchObject({
    host: "127.0.0.1",
    port: 7373,
    adminKey: undefined,
    logLevel: "info",
    cliFolders: {
      claude: join(homedir(), ".claude"),
      codex: join(homedir(), ".codex"),
      gemini: join(homedir(), ".gemini"),
      opencode: join(homedir(), ".config", "opencode"),
    },
    cliStores: { opencode: join(homedir(), ".local", "share", "opencode", "opencode.db") },
    demo: false,
  });
});

test("the database of OpenCode is where OpenCode itself looks for it", () => {
  const storeOf = (env: NodeJS.ProcessEnv) => readConfig([], env).cliStores.opencode;
  expect(storeOf({ XDG_DATA_HOME: "/srv/data" })).toBe("/srv/data/opencode/opencode.db");
  expect(storeOf({ XDG_DATA_HOME: "/srv/data", OPENCODE_DB: "mine.db" })).toBe("/srv/data/opencode/mine.db");
  expect(storeOf({ OPENCODE_DB: "/srv/mine.db" })).toBe("/srv/mine.db");
});

test(".env.example names every variable, with the value it has when nothing is set", () => {
  const names = Object.keys(Environment.shape).filter((name) => name !== ofTheSystem);
  expect(Object.keys(example).sort()).toEqual(names.sort());
  expect(readConfig([], example)).toEqual(readConfig([], {}));
});

test("exports and backups lie in the state folder, or in one that nodes share", () => {
  expect(readConfig([], { SIGNALBOX_HOME: "/srv/box" }).filesFolder).toBe("/srv/box");
  const shared = { SIGNALBOX_HOME: "/srv/box", SIGNALBOX_FILES: "/srv/files" };
  expect(readConfig([], shared)).toMatchObject({ home: "/srv/box", filesFolder: "/srv/files" });
});

test("all faults are listed at once, each with the name of its variable", () => {
  const said = refusal([], {
    SIGNALBOX_PORT: "70000",
    SIGNALBOX_HOST: "0.0.0.0/0",
    SIGNALBOX_PUBLIC_URL: "box.example",
    SIGNALBOX_TRUSTED_PROXIES: "10.0.0.0/33",
    SIGNALBOX_ADMIN_KEY: "short",
    SIGNALBOX_LOG_LEVEL: "loud",
  });
  const [heading, ...faults] = said.split("\n");
  expect(heading).toBe("Signalbox can't start:");
  expect(faults.map((fault) => fault.trim().split(" ")[0])).toEqual([
    "SIGNALBOX_PORT",
    "SIGNALBOX_HOST",
    "SIGNALBOX_PUBLIC_URL",
    "SIGNALBOX_TRUSTED_PROXIES",
    "SIGNALBOX_ADMIN_KEY",
    "SIGNALBOX_LOG_LEVEL",
  ]);
});

test.each(["127.0.0.1", "localhost", "0.0.0.0", "::", "192.168.1.20", "box.lan"])(
  "the host %s is taken",
  (host) => {
    expect(readConfig([], { SIGNALBOX_HOST: host }).host).toBe(host);
  },
);

test.each(["0.0.0.0", "192.168.1.20", "::", "example.org"])(
  "to listen at %s is refused until somebody has a password, with the cure",
  async (host) => {
    await expect(refuseBeyondLoopback(host, { hasPasswordAccount: async () => false })).rejects.toThrow(
      /no account has a password yet.+users passwd operator.+SIGNALBOX_FIRST_PASSWORD/s,
    );
    await refuseBeyondLoopback(host, { hasPasswordAccount: async () => true });
  },
);

test.each(["127.0.0.1", "127.1.2.3", "::1", "localhost"])("to listen at %s is no reach beyond", (host) =>
  refuseBeyondLoopback(host, { hasPasswordAccount: async () => false }),
);

test("addresses at which people find it are read in order, without what says nothing", () => {
  const { publicSites } = readConfig([], {
    SIGNALBOX_PUBLIC_URL: "https://Box.Example:443/signalbox/, http://100.64.0.7:7373",
  });
  expect(publicSites).toEqual([
    { origin: "https://box.example", prefix: "/signalbox", secure: true },
    { origin: "http://100.64.0.7:7373", prefix: "", secure: false },
  ]);
});

test.each([
  "box.example",
  "ftp://box.example",
  "https://box.example/?a",
  "https://box.example/#a",
  "https://user@box.example",
  'https://box.example/"',
  "https://box.example/a//b",
  "https://box.example, nonsense",
])("%s is no address at which people find it", (text) => {
  expect(refusal([], { SIGNALBOX_PUBLIC_URL: text })).toContain("SIGNALBOX_PUBLIC_URL must be an address");
});

test("proxies are trusted by address or range, of either kind", () => {
  const { trustedProxies } = readConfig([], { SIGNALBOX_TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.1,fd00::/8" });
  const trusted = ["10.255.0.1", "192.0.2.1", "fd12::1"];
  const strange = ["11.0.0.1", "192.0.2.2", "2001:db8::1", "", "unknown"];
  expect([...trusted, ...strange].filter(trustedProxies.includes)).toEqual(trusted);
  expect(readConfig([], {}).trustedProxies.includes("127.0.0.1")).toBe(false);
});

test("--port wins over SIGNALBOX_PORT, even where that is wrong", () => {
  expect(readConfig(["--port", "8181"], { SIGNALBOX_PORT: "9000" }).port).toBe(8181);
  expect(readConfig(["--port", "0"], { SIGNALBOX_PORT: "no number" }).port).toBe(0);
});

test("the database is embedded where no server is named, and a demo's always is", () => {
  const url = "postgres://box:secret@db.example/box";
  expect(readConfig([], {}).databaseUrl).toBeUndefined();
  expect(readConfig([], { DATABASE_URL: url }).databaseUrl).toBe(url);
  expect(readConfig(["--demo"], { DATABASE_URL: url }).databaseUrl).toBeUndefined();
  expect(refusal([], { DATABASE_URL: "mysql://db.example" })).toMatch(
    /DATABASE_URL must begin with postgres/,
  );
  expect(refusal([], { DATABASE_URL: "postgres://db example/box" })).toMatch(/DATABASE_URL must be a URL/);
});

test("one process may do a part of the work, where the database is a server's", () => {
  const env = { DATABASE_URL: "postgres://db.example/box" };
  expect(readConfig([], env).role).toBe("all");
  expect(readConfig(["--role", "worker"], env).role).toBe("worker");
  expect(refusal(["--role", "api"])).toMatch(/SIGNALBOX_ROLE api needs DATABASE_URL/);
  expect(refusal(["--role", "chief"], env)).toMatch(/SIGNALBOX_ROLE must be one of all, api, worker/);
});

test("a flag that is not known is refused by its name, with those that are", () => {
  expect(refusal(["--prot", "8181"])).toBe(
    "Signalbox can't start:\n  Unknown option '--prot': there are --port N, --role R and --demo",
  );
});

test("the state folder is SIGNALBOX_HOME, else the system's data folder", () => {
  expect(readConfig([], { SIGNALBOX_HOME: "/srv/box" }).home).toBe("/srv/box");
  expect(readConfig([], { XDG_DATA_HOME: "/srv/data" }).home).toBe("/srv/data/signalbox");
});

test("a secret may stand in a file that a variable names", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-config-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "key");
  writeFileSync(file, "from-a-file\n");
  expect(readConfig([], { SIGNALBOX_ADMIN_KEY_FILE: file }).adminKey).toBe("from-a-file");
  expect(refusal([], { SIGNALBOX_ADMIN_KEY_FILE: join(folder, "none") })).toMatch(
    /SIGNALBOX_ADMIN_KEY_FILE can't be read: ENOENT/,
  );
  expect(refusal([], { SIGNALBOX_ADMIN_KEY_FILE: file, SIGNALBOX_ADMIN_KEY: "another-key" })).toContain(
    "SIGNALBOX_ADMIN_KEY_FILE can't be set beside SIGNALBOX_ADMIN_KEY",
  );
});
