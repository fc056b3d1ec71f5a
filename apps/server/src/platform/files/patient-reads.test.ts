import { expect, test } from "vitest";
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

test("where three places hang, only what has answered before is read", async () => {
  const patient = reads();
  expect(await patient.of("/home/good/file", async () => "read")).toBe("read");
  for (const path of ["/mnt/away/x", "/mnt/other/x", "/srv/x/y"])
    await expect(patient.of(path, aHungRead().read)).rejects.toThrow("did not answer");
  const { read, begun } = aHungRead();
  await expect(patient.of("/unknown/x", read)).rejects.toThrow("3 other places do not answer");
  expect(begun()).toBe(0);
  expect(await patient.of("/home/good/file", async () => "read")).toBe("read");
});

test("what a read throws is thrown, and is an answer", async () => {
  const patient = reads();
  const failing = () => Promise.reject(new Error("no such file"));
  await expect(patient.of("/mnt/away/file", failing)).rejects.toThrow("no such file");
  expect(patient.hung().size).toBe(0);
  expect(await patient.of("/mnt/away/file", async () => "read")).toBe("read");
});
