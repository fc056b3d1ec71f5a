import type { Question } from "@signalbox/contract/agents";
import type { Db } from "../../../platform/database/database.ts";
import type { SignalWriter } from "../intake/writer.ts";
import { findOpenQuestionIn } from "../reading/questions.repository.ts";
import { type AskedOver, hearAskedOver, isAskedOver } from "./asked-over.ts";
import { hearToldOver, type ToldOver } from "./told-over.ts";

/** What is heard of agents over their protocols, where no hook tells it. */
export interface OverProtocol {
  /** The open question that a CLI asks over its protocol as well; null where it was not heard of. */
  openQuestionOver(asked: AskedOver): Promise<Question | null>;
  /** Tells of a question that a CLI asks over its protocol. Resolves once it is written. */
  askedOver(asked: AskedOver): Promise<void>;
  /** Tells what an agent did, as its protocol told. Resolves once it is written. */
  toldOver(told: ToldOver): Promise<void>;
}

interface Means {
  db: Db;
  writer: Pick<SignalWriter, "write">;
  hostId(): string;
  now(): Date;
}

export const createOverProtocol = ({ db, writer, hostId, now }: Means): OverProtocol => ({
  async openQuestionOver(asked) {
    const { backend, sessionId, childId } = asked;
    const open = await findOpenQuestionIn(db.read, { backend, sessionId, childId, hostId: hostId() });
    return open !== null && isAskedOver(open, asked) ? open : null;
  },
  askedOver: (asked) => writer.write(hearAskedOver(asked, now())),
  toldOver: (told) => writer.write(hearToldOver(told, now())),
});
