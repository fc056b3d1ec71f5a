import { readFile } from "node:fs/promises";
import { dirname, sep } from "node:path";

/** A read takes some milliseconds; of a network's file that was asleep, some hundred. */
const longestMs = 1_000;
/** `serve` gives Node sixteen threads for all that is read: so many reads take one at most, the others are for the rest. */
const mostAtOnce = 12;
/** With so many that are late none is begun, whatever it reads: those under way may be late, too. */
const mostLate = 6;
/** A machine's mounts seldom change. */
const mountsKeptMs = 10_000;
const networkTypes = /^(?:nfs|cifs|smb|9p|afs|ceph|gluster|lustre|fuse)/;

export interface PatientReadsOptions {
  longestMs?: number;
  /** Where file systems of networks are mounted. */
  mounts?(): Promise<readonly string[]>;
}

/** What is to be read does not answer, or would take a thread that is needed for what does. */
export class NoAnswer extends Error {}

/** Reads that wait for no file system that does not answer, such as that of a server that is away. */
export interface PatientReads {
  /**
   * Does a read of a path in time. One that is late goes on by itself, and until it comes back nothing else is read
   * there, since each would take a thread along. A path is a file's; a folder's own is `inFolder` of it.
   * @throws what the read throws, or `NoAnswer`
   */
  of<T>(path: string, read: () => Promise<T>): Promise<T>;
  /** The places in which reads are late, and since when, in milliseconds of a clock that only goes forward. */
  hung(): ReadonlyMap<string, number>;
}

/** A read that has a thread, until it comes back. */
interface Reading {
  place: string;
  lateSince: number | null;
}

export const createPatientReads = (options: PatientReadsOptions = {}): PatientReads => {
  const limitMs = options.longestMs ?? longestMs;
  const mountsNow = kept(options.mounts ?? networkMounts);
  const underWay = new Set<Reading>();
  const waiting: (() => void)[] = [];
  /** The last read of each lane: what is in one is done one after the other. */
  const last = new Map<string, Promise<void>>();
  let turns = 0;

  const refuse = (place: string): void => {
    const late = [...underWay].filter(({ lateSince }) => lateSince !== null);
    const dead = late.find((at) => place === at.place || place.startsWith(`${at.place}${sep}`));
    if (dead !== undefined) throw new NoAnswer(`${dead.place} does not answer`);
    if (late.length >= mostLate)
      throw new NoAnswer(`${place} is not read while ${late.length} reads of other places do not come back`);
  };
  const begin = async (place: string): Promise<Reading> => {
    refuse(place);
    while (underWay.size >= mostAtOnce) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        refuse(place);
      } catch (refusal) {
        waiting.shift()?.();
        throw refusal;
      }
    }
    const reading = { place, lateSince: null };
    underWay.add(reading);
    return reading;
  };
  const end = (reading: Reading): void => {
    underWay.delete(reading);
    waiting.shift()?.();
  };
  const inTime = async <T>(place: string, read: () => Promise<T>): Promise<T> => {
    const reading = await begin(place);
    // That a read fails is an answer, too.
    const answer = Promise.resolve()
      .then(read)
      .finally(() => end(reading));
    const first = await within(limitMs, answer);
    if (first !== late) return first;
    reading.lateSince = performance.now();
    for (const wake of waiting.splice(0)) wake();
    throw new NoAnswer(`${place} did not answer within ${limitMs} ms`);
  };

  const inLane = <T>(lane: string, read: () => Promise<T>): Promise<T> => {
    const turn = (last.get(lane) ?? Promise.resolve()).then(read);
    const settled: Promise<void> = turn.then(noop, noop).then(() => {
      if (last.get(lane) === settled) last.delete(lane);
    });
    last.set(lane, settled);
    return turn;
  };

  return {
    hung() {
      const hung = new Map<string, number>();
      for (const { place, lateSince } of underWay)
        if (lateSince !== null) hung.set(place, Math.min(lateSince, hung.get(place) ?? lateSince));
      return hung;
    },
    async of(path, read) {
      const mount = (await mountsNow()).find((at) => path === at || path.startsWith(`${at}${sep}`));
      const place = mount ?? dirname(path);
      // Of this machine's own disks two at once, so that one long file does not hold up all beside it.
      const lane = mount ?? `${place} ${turns++ % 2}`;
      return inLane(lane, () => inTime(place, read));
    },
  };
};

/** For what is read of a folder itself. */
export const inFolder = (folder: string): string => `${folder}/.`;

const noop = (): void => {};

const late = Symbol("late");
const parts = 4;

/**
 * The time goes by in parts: however long this process is busy itself, it takes one of them from a read. What came
 * meanwhile is heard before the last is over.
 */
async function within<T>(ms: number, answer: Promise<T>): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<typeof late>((resolve) => {
    const wait = (left: number): void => {
      timer = setTimeout(() => (left > 1 ? wait(left - 1) : setImmediate(resolve, late)), ms / parts);
    };
    wait(parts);
  });
  return Promise.race([answer, patience]).finally(() => clearTimeout(timer));
}

function kept<T>(look: () => Promise<T>): () => Promise<T> {
  let at = Number.NEGATIVE_INFINITY;
  let found: Promise<T> | null = null;
  return () => {
    const now = performance.now();
    if (found === null || now - at > mountsKeptMs) {
      at = now;
      found = look();
    }
    return found;
  };
}

/** Only Linux tells of its mounts without asking them; the deepest come first. */
async function networkMounts(): Promise<string[]> {
  const text = await readFile("/proc/self/mountinfo", "utf8").catch(() => "");
  const mounts = text.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const at = before.split(" ")[4];
    const type = after.split(" ")[0] ?? "";
    return at !== undefined && at !== "/" && networkTypes.test(type) ? unescaped(at) : [];
  });
  return mounts.sort((a, b) => b.length - a.length);
}

const unescaped = (path: string): string =>
  path.replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));

/** Those of this process: its threads are one for all. */
export const patientReads = createPatientReads();
