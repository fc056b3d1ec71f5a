import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { createPatientReads } from "./patient-reads.ts";

/** A read that comes back when it is told to, as one of a server that is away. */
function aHungRead() {
  let comeBack = (): void => {};
  let begun = 0;
  const back = new Promise<string>((resolve) => {
    comeBack = () => resolve("late");
  });
  const read = () => {
    begun += 1;
    return back;
  };
  return { read, comeBack, begun: () => begun };
}

function aFolder(): string {
  const folder = temporaryFolder("reads");
  onTestFinished(() => removeFolder(folder));
  return folder;
}

const reads = () => createPatientReads({ longestMs: 30, mounts: async () => ["/mnt/away", "/mnt/other"] });

test("a place that does not answer is left alone until it does, and others are read meanwhile", async () => {
  const patient = reads();
  const { read, comeBack, begun } = aHungRead();
  await expect(patient.of("/home/a/one", read)).rejects.toThrow("/home/a did not answer within 30 ms");
  await expect(patient.of("/home/a/two", read)).rejects.toThrow("/home/a does not answer");
  expect(await patient.of("/home/b/three", async () => "read")).toBe("read");
  expect([...patient.hung().keys()]).toEqual(["/home/a"]);
  expect(begun()).toBe(1);
  comeBack();
  await expect.poll(() => patient.hung().size).toBe(0);
  expect(await patient.of("/home/a/two", async () => "again")).toBe("again");
});

test("however many ask at once for what lies on a dead mount, one read of it is under way", async () => {
  const patient = reads();
  const { read, begun } = aHungRead();
  const paths = Array.from({ length: 50 }, (_, n) => `/mnt/away/folder-${n}/file`);
  const told = await Promise.allSettled(paths.map((path) => patient.of(path, read)));
  expect(told.map(({ status }) => status)).toEqual(paths.map(() => "rejected"));
  expect(begun()).toBe(1);
});

const settled = (told: readonly PromiseSettledResult<unknown>[]) => told.map(({ status }) => status);

test.each([
  [
    "places that had answered before",
    ["/srv/a/f", "/srv/b/f", "/srv/c/f", "/srv/d/f", "/srv/e/f", "/srv/f/f"],
    true,
  ],
  [
    "places that nobody knows",
    ["/srv/a/f", "/srv/b/f", "/srv/c/f", "/srv/d/f", "/srv/e/f", "/srv/f/f"],
    false,
  ],
  [
    "two reads each of three folders",
    ["/srv/a/f", "/srv/a/g", "/srv/b/f", "/srv/b/g", "/srv/c/f", "/srv/c/g"],
    false,
  ],
])(
  "once six reads hang, of %s, none is begun, not even of a place that answered",
  async (_, paths, before) => {
    const patient = reads();
    for (const path of ["/home/good/file", ...(before ? paths : [])])
      await patient.of(path, async () => "read");
    const { read, begun, comeBack } = aHungRead();
    await Promise.allSettled(paths.map((path) => patient.of(path, read)));
    expect(begun()).toBe(6);
    await expect(patient.of("/home/good/file", read)).rejects.toThrow(
      "6 reads of other places do not come back",
    );
    expect(begun()).toBe(6);
    comeBack();
    expect(await patient.of("/home/good/file", async () => "read")).toBe("read");
    expect(patient.hung().size).toBe(0);
  },
);

test("of forty places that hang at once twelve take a thread, and the rest are refused", async () => {
  const patient = reads();
  const { read, begun } = aHungRead();
  const told = await Promise.allSettled(
    Array.from({ length: 40 }, (_, n) => patient.of(`/srv/${n}/file`, read)),
  );
  expect(settled(told)).toEqual(told.map(() => "rejected"));
  expect(begun()).toBe(12);
  expect(patient.hung().size).toBe(12);
});

test("a place of which two reads are late does not answer until both are back", async () => {
  const patient = reads();
  const [first, second] = [aHungRead(), aHungRead()];
  await Promise.allSettled([patient.of("/srv/a/one", first.read), patient.of("/srv/a/two", second.read)]);
  second.comeBack();
  await setImmediate();
  await expect(patient.of("/srv/a/three", async () => "read")).rejects.toThrow("/srv/a does not answer");
  first.comeBack();
  await expect.poll(() => patient.hung().size).toBe(0);
  expect(await patient.of("/srv/a/three", async () => "read")).toBe("read");
});

test("what answers is read as fast as ever while five reads hang", async () => {
  const patient = createPatientReads({ longestMs: 100, mounts: async () => [] });
  const { read } = aHungRead();
  await Promise.allSettled([1, 2, 3, 4, 5].map((n) => patient.of(`/srv/${n}/file`, read)));
  const folder = aFolder();
  const paths = Array.from({ length: 500 }, (_, n) => join(folder, `${n}`, "file"));
  for (const path of paths) {
    mkdirSync(dirname(path));
    writeFileSync(path, path);
  }
  const since = performance.now();
  const told = await Promise.all(paths.map((path) => patient.of(path, () => readFile(path, "utf8"))));
  expect(performance.now() - since).toBeLessThan(2_000);
  expect(told).toEqual(paths);
});

test("with forty pipes that nobody writes into, a server that was started as it is reads all other files", () => {
  const root = aFolder();
  const server = join(root, "apps/server");
  mkdirSync(join(server, "src"), { recursive: true });
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  symlinkSync(process.execPath, join(root, "node_modules/.bin/node"));
  copyFileSync(join(import.meta.dirname, "../../../serve"), join(server, "serve"));
  const pipes = Array.from({ length: 40 }, (_, n) => join(root, `${n}`, "pipe"));
  for (const pipe of pipes) mkdirSync(dirname(pipe));
  execFileSync("mkfifo", pipes);
  writeFileSync(
    join(server, "src/main.ts"),
    `import { writeSync } from "node:fs";
    import { readFile } from "node:fs/promises";
    import { createPatientReads } from ${JSON.stringify(join(import.meta.dirname, "patient-reads.ts"))};
    const patient = createPatientReads({ longestMs: 200, mounts: async () => [] });
    const told = await Promise.allSettled(process.argv.slice(2).map((pipe) => patient.of(pipe, () => readFile(pipe))));
    const own = await readFile(process.execPath);
    writeSync(1, JSON.stringify({ refused: told.length, read: own.length > 0 }));
    process.kill(process.pid, "SIGKILL");`,
  );
  const { stdout } = spawnSync(join(server, "serve"), pipes, {
    encoding: "utf8",
    timeout: 20_000,
    killSignal: "SIGKILL",
  });
  expect(stdout).toBe(JSON.stringify({ refused: 40, read: true }));
});

test("what a read throws is thrown, and is an answer", async () => {
  const patient = reads();
  const failing = () => Promise.reject(new Error("no such file"));
  await expect(patient.of("/mnt/away/file", failing)).rejects.toThrow("no such file");
  expect(patient.hung().size).toBe(0);
  expect(await patient.of("/mnt/away/file", async () => "read")).toBe("read");
});

test("a read that is done while this process is busy for longer than it may take is no late one", async () => {
  const patient = createPatientReads({ longestMs: 200, mounts: async () => [] });
  const file = join(aFolder(), "file");
  writeFileSync(file, "read");
  const begun = Promise.withResolvers<void>();
  const reading = patient.of(file, async () => {
    begun.resolve();
    const handle = await open(file);
    const text = await handle.readFile("utf8");
    await handle.close();
    return text;
  });
  await begun.promise;
  const since = performance.now();
  while (performance.now() - since < 600);
  expect(await reading).toBe("read");
  expect(patient.hung().size).toBe(0);
});
