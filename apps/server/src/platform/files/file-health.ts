import type { Condition, HealthPart } from "../../kernel/health.ts";
import type { PatientReads } from "./patient-reads.ts";

interface FileReaders {
  reads: Pick<PatientReads, "hung">;
  /** Stores of CLIs in which a query never came back. */
  lostStores(): readonly string[];
}

/** Whether the files that CLIs write can be read. */
export const fileHealth = ({ reads, lostStores }: FileReaders): HealthPart => ({
  name: "files",
  title: "Files of CLIs",
  check(): Condition {
    const now = performance.now();
    const places = [...reads.hung()].map(([place, since]) => [place, inWords(now - since)] as const);
    const stores = lostStores().map((file) => [file, "a query in it does not come back"] as const);
    const facts = Object.fromEntries([...places, ...stores]);
    const count = Object.keys(facts).length;
    if (count === 0) return { status: "ok", reason: "All that is read answers" };
    return {
      status: "warning",
      reason: `${count === 1 ? "One place does" : `${count} places do`} not answer: what is written there is not heard`,
      cure: "See whether the disk, or the server it is mounted from, is there; mount it anew, or restart Signalbox.",
      facts,
    };
  },
});

const inWords = (ms: number): string => `no answer for ${Math.round(ms / 1_000)} s`;
