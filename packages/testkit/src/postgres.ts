import { execFile, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { onPath, type Tool } from "./machine.ts";
import { type Service, serviceOf } from "./service.ts";
import { removeFolder, temporaryFolder } from "./temporary.ts";

/** Debian keeps the programs of each version in a folder of their own, off the path. */
const debianFolder = "/usr/lib/postgresql";

/** `postgres` with the programs beside it, the newest there is. */
export function findPostgres(): Tool {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => +b - +a) : [];
  const path = versions
    .map((version) => join(debianFolder, version, "bin", "postgres"))
    .find((file) => existsSync(file));
  return path === undefined ? onPath("PostgreSQL", ["postgres"]) : { name: "PostgreSQL", path };
}

/** A PostgreSQL server of one test. */
export interface TestPostgres extends Service {
  /** Its first database. */
  readonly url: string;
  readonly port: number;
  /** Starts again as the standby of nobody: it answers, and takes no writes until `pg_promote()`. */
  startAsStandby(): Promise<void>;
  /** Makes a primary of the standby. */
  promote(): Promise<void>;
  /** All its processes are killed at once. */
  kill9(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/** Makes a server and starts it. `settings` are lines of `postgresql.conf`. */
export async function runPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const tool = findPostgres();
  if (tool.path === null) throw new Error(`There is no ${tool.name}: ${tool.reason}`);
  const folder = temporaryFolder("postgres");
  const data = join(folder, "data");
  const owner = unprivilegedOwner();
  if (owner !== undefined) {
    chownSync(folder, owner.uid, owner.gid);
    chmodSync(folder, 0o700);
  }
  initialise(join(tool.path, "..", "initdb"), data, owner);
  const port = await freePort();
  // The system outlives the server in every test, so that what was written survives without being flushed.
  const all = { fsync: "off", max_connections: "200", ...settings };
  const service = serviceOf({
    name: "PostgreSQL",
    file: tool.path,
    args: [
      ...["-D", data, "-p", String(port), "-c", `unix_socket_directories=${folder}`],
      ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    owner,
    answers: () => takesConnections(join(tool.path, "..", "pg_isready"), port),
    ending: "SIGINT",
  });
  await service.start();
  return {
    ...service,
    port,
    url: `postgres://signal@127.0.0.1:${port}/postgres`,
    async kill9() {
      const pid = service.pid();
      // Left alone, those that serve a connection would end what was asked of them first.
      const others = pid === undefined ? [] : childrenOf(pid);
      const killed = service.kill9();
      for (const other of others) killIfThere(other);
      await killed;
    },
    async startAsStandby() {
      writeFileSync(join(data, "standby.signal"), "");
      await service.start();
    },
    async promote() {
      const control = join(tool.path, "..", "pg_ctl");
      spawnSync(control, ["promote", "-D", data, "-W"], { cwd: "/", ...owner });
    },
    /** What a killed server leaves behind goes on for a moment, and keeps the next from starting. */
    async start() {
      for (let tries = 0; ; tries++) {
        rmSync(join(data, "postmaster.pid"), { force: true });
        const failed = await service.start().then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failed === undefined) return;
        if (tries === 40 || !String(failed).includes("shared memory block")) throw failed;
        await delay(250);
      }
    },
    async remove() {
      await service.stop();
      removeFolder(folder);
    },
  };
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** PostgreSQL refuses to run as root; nobody owns its files then. */
function unprivilegedOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(spawnSync("id", [flag, "nobody"], { encoding: "utf8" }).stdout);
  return { uid: idOf("-u"), gid: idOf("-g") };
}

function initialise(initdb: string, data: string, owner: { uid: number; gid: number } | undefined): void {
  const args = ["-D", data, "-A", "trust", "-U", "signal", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
  const { status, stderr } = spawnSync(initdb, args, { encoding: "utf8", cwd: "/", ...owner });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

/** A server that recovers listens already, and refuses whoever comes. */
const takesConnections = (pgIsReady: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    execFile(pgIsReady, ["-q", "-h", "127.0.0.1", "-p", String(port)], (error) => resolve(error === null));
  });
