import { messageOf } from "../../../kernel/errors.ts";
import { clipJson, isObject, textAt } from "../../../kernel/json.ts";
import { redactValue } from "../../../kernel/redact.ts";
import type { Signal, SignalImage, TranscriptReader } from "../../backends/index.ts";
import { imagesOf } from "../images/images-of.ts";
import { liftImages, mayHoldImages } from "../images/lift-images.ts";
import { beginning, type FilePlace } from "./file-tail.ts";
import { toldPlace } from "./first-place.ts";
import { keptState } from "./kept-state.ts";
import type { TranscriptKind } from "./transcript-source.ts";

/** A transcript that is quiet this long says that nothing of the turn follows. */
const restAfterMs = 1_000;
const kept = { depth: 40, string: 64 * 1024, total: 192 * 1024 };

/** How far a transcript was read, as it is stored. */
export interface ReadTo {
  place: FilePlace;
  reader: unknown;
}

/** What a transcript tells since it was last asked. Nothing counts as told before `settle`. */
export interface Told {
  signals: Signal[];
  more: boolean;
  settle(): void;
}

/** What a CLI writes of one session, or of one child agent of it. */
export class Transcript {
  readonly path: string;
  readonly #kind: TranscriptKind;
  #place: FilePlace;
  #reader: TranscriptReader;
  #grewAt = 0;
  #seen = "";
  #failed = false;
  /** Why it could not be read, or not all of it; null where all is well. */
  problem: string | null = null;
  /** Whether it was read further since its place was last stored. */
  moved = false;

  constructor(path: string, kind: TranscriptKind, from: ReadTo | null) {
    this.path = path;
    this.#kind = kind;
    this.#place = from?.place ?? beginning;
    this.#reader = kind.open(from?.reader ?? null);
  }

  /** What it takes to go on after a restart. */
  readTo(): ReadTo {
    return { place: this.#place, reader: keptState(this.#reader.state()) };
  }

  /** Whether it was read to its end at least once. */
  get wasRead(): boolean {
    return this.#seen !== "";
  }

  /** Whether it was written to since it was last read to its end. */
  async hasChanged(): Promise<boolean> {
    try {
      return (await this.#look()) !== this.#seen;
    } catch {
      // Reading it says why it can't be read, once.
      return !this.#failed;
    }
  }

  async #look(): Promise<string> {
    return (await this.#kind.source.look()) ?? this.#seen;
  }

  /** Reads on; `now` in milliseconds of a clock that only goes forward. */
  async read(now: number): Promise<Told> {
    const stored = this.#reader.state();
    try {
      const seen = await this.#look();
      if (seen === this.#seen && !this.#failed) return this.#rest(now);
      const { source } = this.#kind;
      const from = await toldPlace(source, this.#place);
      const { lines, place, more, anew, passedOver } = await source.read(from);
      const reader = this.#kind.open(anew ? null : stored);
      const grew = lines.length > 0;
      const { signals, unreadable } = this.#tell(reader, lines);
      if (!more) signals.push(...(reader.caughtUp?.() ?? []));
      const problem = problemOf(unreadable, passedOver);
      return {
        signals: signals.map(withoutSecrets),
        more,
        settle: () => {
          this.moved ||= grew || from !== this.#place;
          this.#place = place;
          this.#reader = reader;
          if (grew) this.#grewAt = now;
          if (!more) this.#seen = seen;
          if (problem !== null || this.#failed) this.#report(problem);
          this.#failed = false;
        },
      };
    } catch (error) {
      this.#report(messageOf(error));
      this.#failed = true;
      return { signals: [], more: false, settle: () => {} };
    }
  }

  #report(problem: string | null): void {
    this.moved ||= problem !== this.problem;
    this.problem = problem;
  }

  /** What is certain since nothing more was written. */
  #rest(now: number): Told {
    const reader = this.#kind.open(this.#reader.state());
    const signals = now - this.#grewAt > restAfterMs ? reader.rest() : [];
    return {
      signals: signals.map(withoutSecrets),
      more: false,
      settle: () => {
        this.moved ||= signals.length > 0;
        this.#reader = reader;
      },
    };
  }

  #tell(reader: TranscriptReader, lines: readonly string[]): { signals: Signal[]; unreadable: number } {
    const signals: Signal[] = [];
    let unreadable = 0;
    for (const text of lines) {
      if (!this.#kind.tells(text)) continue;
      const told = readLine(reader, text);
      if (told === null) unreadable += 1;
      else signals.push(...told);
    }
    return { signals, unreadable };
  }
}

/** What a line tells; null for one that can't be read, whatever is wrong with it: those behind it can be. */
function readLine(reader: TranscriptReader, text: string): Signal[] | null {
  try {
    const line: unknown = JSON.parse(text);
    if (!mayHoldImages(text)) return reader.read(line);
    const { value, images } = liftImages(line);
    return withImages(reader.read(value), images);
  } catch {
    return null;
  }
}

/** The images of a line belong to what a person wrote in it, which stands last, or to what tools answered. */
function withImages(signals: readonly Signal[], images: readonly SignalImage[]): Signal[] {
  if (images.length === 0) return [...signals];
  const asked = signals.findLast(({ observation: { kind } }) => kind === "prompted");
  const brings = ({ observation, imagesWith }: Signal) =>
    observation.kind === "tool_finished" || imagesWith !== undefined;
  return signals.map((signal) =>
    signal === asked || brings(signal) ? { ...signal, images: imagesOf(signal.observation, images) } : signal,
  );
}

const descriptionIn = (clean: unknown): string | null =>
  isObject(clean) && isObject(clean.launched) ? textAt(clean.launched, "description") : null;

function problemOf(unreadable: number, passedOver: number): string | null {
  const parts = [
    ...(unreadable > 0 ? [`${unreadable} lines can't be read`] : []),
    ...(passedOver > 0 ? [`${passedOver} lines are too long to read`] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : null;
}

/** What is told, without secrets and cut to size, as hooks are. An id is opaque, and stays as it is. */
function withoutSecrets(signal: Signal): Signal {
  const { observation } = signal;
  const clean = redactValue(clipJson(observation, kept));
  const ids = "useId" in observation ? { useId: observation.useId } : {};
  const resets = "resetsAt" in observation ? { resetsAt: observation.resetsAt } : {};
  const launched =
    observation.kind === "tool_finished" && observation.launched !== null
      ? { launched: { childId: observation.launched.childId, description: descriptionIn(clean) } }
      : {};
  return {
    ...signal,
    observation: Object.assign({}, observation, clean, ids, resets, launched, { kind: observation.kind }),
  };
}
