import { PGlite } from "@electric-sql/pglite";
import { messageOf } from "../../../kernel/errors.ts";
import { DurableFiles } from "./durable-files.ts";
import { bufferOf, endsReady, startup } from "./wire.ts";

const settings = [
  "fsync=on",
  // The build's fdatasync does nothing; its fsync is ours.
  "wal_sync_method=fsync",
  // Group commit flushes for everybody; nothing is acknowledged before.
  "synchronous_commit=off",
  "shared_buffers=32MB",
  "max_wal_size=96MB",
  "timezone=UTC",
  // Nothing gathers statistics here, and prepared plans are kept: one made while a table is small would read all of
  // it ever after. A table without a fitting index is still read whole.
  "enable_seqscan=off",
];

const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...settings.flatMap((setting) => ["-c", setting]),
];

/** PostgreSQL left its main loop in a way that it can't go on from. */
class EngineBroken extends Error {
  override name = "EngineBroken";
}

/** The one session of the engine, spoken to in bytes. */
export interface Session {
  greeting: Buffer;
  /** Runs whole requests and answers everything that PostgreSQL says to them; blocks meanwhile. */
  exchange(bytes: Buffer): Buffer;
  /** How many times a file was flushed to disk. */
  flushes(): number;
  close(): Promise<void>;
}

/** Opens the data folder; makes it first where there is none. */
export async function openSession(dataFolder: string): Promise<Session> {
  const files = new DurableFiles(dataFolder);
  const complaints = new Complaints();
  const engine = await PGlite.create({ fs: files, startParams, onStderr: complaints.hear }).catch(
    (cause: unknown) => {
      throw new EngineBroken(complaints.last || messageOf(cause), { cause });
    },
  );
  const crashed = watchMainLoop(engine);
  const talk = (bytes: Buffer): Buffer => {
    const parts: Buffer[] = [];
    // Synchronous in truth: its promise only carries a sync of the folder, which is switched off.
    void engine.execProtocolRawStream(bytes, {
      syncToFs: false,
      onRawData: (part) => void parts.push(bufferOf(part.slice())),
    });
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  };
  return {
    greeting: talk(startup("postgres", "postgres")),
    exchange(bytes) {
      const answer = talk(bytes);
      const cause = crashed();
      if (cause !== undefined) throw new EngineBroken(complaints.explain(messageOf(cause)), { cause });
      if (!endsReady(answer)) throw new EngineBroken(complaints.explain("an answer without an end"));
      return answer;
    },
    flushes: () => files.flushes,
    close: () => engine.close(),
  };
}

/** The last grave words of PostgreSQL's log: they say more than the crash that follows them. */
class Complaints {
  last = "";

  readonly hear = (line: string): boolean => {
    this.last = /\b(?:FATAL|PANIC): .*/.exec(line)?.[0].slice(0, 500) ?? this.last;
    return false;
  };

  explain(crash: string): string {
    return this.last ? `${crash}: ${this.last}` : crash;
  }
}

/** How the engine says that an error of SQL was raised, which is in order. */
const errorRaised = 100;

/**
 * PGlite swallows whatever its main loop throws, a crash of the WebAssembly too, and would go on with a
 * broken engine; this tells of the first crash.
 */
function watchMainLoop(engine: PGlite): () => unknown {
  let crash: unknown;
  const module = engine.Module;
  const once = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      once();
    } catch (thrown) {
      const raised = typeof thrown === "object" && thrown !== null && "status" in thrown;
      if (!raised || thrown.status !== errorRaised) crash ??= thrown;
      throw thrown;
    }
  };
  return () => crash;
}
