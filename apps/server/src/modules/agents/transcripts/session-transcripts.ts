import type { Signal } from "../../backends/index.ts";
import type { Layout } from "./layout.ts";
import { type ReadTo, type Told, Transcript } from "./transcript.ts";

/** More children's transcripts than this are not followed at once: the oldest go. */
const mostChildren = 64;

export interface SessionTranscriptsOptions {
  /** Whose words are told; null for whoever's they are. */
  sessionId: string | null;
  layout: Layout;
  path: string;
  /** Where its files were read to before, by path. */
  from: ReadonlyMap<string, ReadTo>;
}

/** A session's transcript with those of its child agents. */
export class SessionTranscripts {
  readonly #options: SessionTranscriptsOptions;
  readonly #own: Transcript;
  readonly #children = new Map<string, Transcript>();
  /** Every child's file that was ever followed: one that was let go is not begun again. */
  readonly #known = new Set<string>();
  #told: Told | null = null;

  constructor(options: SessionTranscriptsOptions) {
    this.#options = options;
    const { path, layout, from } = options;
    this.#own = new Transcript(path, layout.own, from.get(path) ?? null);
  }

  get path(): string {
    return this.#own.path;
  }

  get layout(): Layout {
    return this.#options.layout;
  }

  /** Its files. */
  get all(): Transcript[] {
    return [this.#own, ...this.#children.values()];
  }

  /** What was told last, while it is not settled. */
  get untaken(): readonly Signal[] {
    return this.#told?.signals ?? [];
  }

  /** Settles what was told last; `problem` is why not all of it was taken in. */
  passOver(problem: string | null): void {
    this.#told?.settle();
    if (problem !== null) this.#own.problem = problem;
  }

  async hasChanged(): Promise<boolean> {
    for (const transcript of this.all) if (await transcript.hasChanged()) return true;
    return false;
  }

  /** What all of its files tell since they were last asked, in the order in which it happened. */
  async read(now: number): Promise<Told> {
    await this.#findChildren();
    const told = await Promise.all(this.all.map((transcript) => transcript.read(now)));
    const { sessionId } = this.#options;
    this.#told = {
      // Another session's words in this one's file are not its own.
      signals: inOrder(
        told.map(({ signals }) =>
          signals.filter((signal) => sessionId === null || signal.sessionId === sessionId),
        ),
      ),
      more: told.some(({ more }) => more),
      settle: () => {
        this.#told = null;
        for (const { settle } of told) settle();
      },
    };
    return this.#told;
  }

  async #findChildren(): Promise<void> {
    const { layout, from } = this.#options;
    for (const { path, kind } of await layout.children()) {
      if (this.#known.has(path)) continue;
      this.#known.add(path);
      this.#children.set(path, new Transcript(path, kind, from.get(path) ?? null));
    }
    this.#letGo();
  }

  /** Of more children than are followed at once the first that were read go: they have most likely ended. */
  #letGo(): void {
    for (const [path, transcript] of this.#children) {
      if (this.#children.size <= mostChildren) return;
      if (transcript.wasRead && !transcript.moved) this.#children.delete(path);
    }
  }
}

/** Several series, each in its own order, as one by their times. */
function inOrder(series: readonly (readonly Signal[])[]): Signal[] {
  if (series.filter((one) => one.length > 0).length < 2) return series.flat();
  return series
    .flatMap((signals) => {
      let at = 0;
      return signals.map((signal) => {
        at = Math.max(at, signal.at.getTime());
        return { signal, at };
      });
    })
    .sort((a, b) => a.at - b.at)
    .map(({ signal }) => signal);
}
