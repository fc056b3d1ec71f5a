import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { AppError } from "../kernel/errors.ts";
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
    claudeFolder: join(homedir(), ".claude"),
    demo: false,
  });
});

test(".env.example names every variable, with the value it has when nothing is set", () => {
  const names = Object.keys(Environment.shape).filter((name) => name !== ofTheSystem);
  expect(Object.keys(example).sort()).toEqual(names.sort());
  expect(readConfig([], example)).toEqual(readConfig([], {}));
});

test("all faults are listed at once, each with the name of its variable", () => {
  const said = refusal([], {
    SIGNALBOX_PORT: "70000",
    SIGNALBOX_HOST: "0.0.0.0",
    SIGNALBOX_ADMIN_KEY: "short",
    SIGNALBOX_LOG_LEVEL: "loud",
  });
  const [heading, ...faults] = said.split("\n");
  expect(heading).toBe("Signalbox can't start:");
  expect(faults.map((fault) => fault.trim().split(" ")[0])).toEqual([
    "SIGNALBOX_PORT",
    "SIGNALBOX_HOST",
    "SIGNALBOX_ADMIN_KEY",
    "SIGNALBOX_LOG_LEVEL",
  ]);
});

test.each(["0.0.0.0", "192.168.1.20", "::", "example.org"])(
  "the host %s is refused, for nobody beyond this machine may be let in",
  (host) => {
    expect(refusal([], { SIGNALBOX_HOST: host })).toMatch(
      /SIGNALBOX_HOST must be 127\.0\.0\.1 or localhost: there are no accounts/,
    );
  },
);

test.each(["127.0.0.1", "localhost"])("the host %s is taken", (host) => {
  expect(readConfig([], { SIGNALBOX_HOST: host }).host).toBe(host);
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
