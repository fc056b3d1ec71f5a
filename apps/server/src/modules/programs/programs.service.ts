import type { Page } from "@signalbox/contract/common";
import type { Program, ProgramContent } from "@signalbox/contract/programs";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { redactText } from "../../kernel/redact.ts";
import type { Db } from "../../platform/database/database.ts";
import { isUniqueViolation } from "../../platform/database/errors.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import { programErrors } from "./programs.errors.ts";
import * as repository from "./programs.repository.ts";

export interface ProgramsOptions {
  db: Db;
  clock: Clock;
  audit: Pick<Audit, "record">;
}

export interface ProgramsService {
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<Program>>;
  /** @throws AppError `programs.name_taken`, `programs.too_many` */
  make(content: ProgramContent, by: Cause): Promise<Program>;
  /** @throws AppError `programs.not_found`, `programs.name_taken` */
  change(id: string, content: ProgramContent, by: Cause): Promise<Program>;
  /** @throws AppError `programs.not_found` */
  remove(id: string, by: Cause): Promise<void>;
}

const cursors = keysetCursor("programs", z.tuple([z.string()]));

export const createProgramsService = ({ db, clock, audit }: ProgramsOptions): ProgramsService => {
  const about = (id: string) => ({ subject: { kind: "program", id } });
  const detailOf = ({ name, command, speaks }: ProgramContent) => ({ name, command, speaks });
  return {
    async list({ limit, cursor }) {
      const after = cursors.decode(cursor);
      const rows = await repository.findPrograms(db.read, { after, limit: limit + 1 });
      const page = pageOfRows(rows, limit, (row) => cursors.encode([row.lower_name]));
      return { ...page, items: page.items.map(repository.presentProgram) };
    },
    make: (given, by) =>
      naming(given.name, () =>
        db.transaction(async (tx) => {
          const content = safe(given);
          await repository.lockPrograms(tx);
          if ((await repository.countPrograms(tx)) >= repository.mostPrograms)
            throw programErrors.tooMany(repository.mostPrograms);
          const row = await repository.insertProgram(tx, { id: newId(), content, ...written(by, clock) });
          const detail = detailOf(content);
          await audit.record(tx, { ...by, action: "program.created", ...about(row.id), detail });
          return repository.presentProgram(row);
        }),
      ),
    change: (id, given, by) =>
      naming(given.name, () =>
        db.transaction(async (tx) => {
          const content = safe(given);
          const row = await repository.updateProgram(tx, { id, content, ...written(by, clock) });
          if (row === undefined) throw programErrors.notFound(id);
          await audit.record(tx, {
            ...{ ...by, action: "program.changed", ...about(id), detail: detailOf(content) },
          });
          return repository.presentProgram(row);
        }),
      ),
    remove: (id, by) =>
      db.transaction(async (tx) => {
        const row = await repository.deleteProgram(tx, id);
        if (row === undefined) throw programErrors.notFound(id);
        await audit.record(tx, {
          ...by,
          action: "program.removed",
          ...about(id),
          detail: { name: row.name },
        });
      }),
  };
};

const written = ({ actor }: Cause, clock: Clock) => ({ actor, at: clock.now() });

/** A secret belongs into an account: among the arguments every process of the machine could read it. */
const safe = (content: ProgramContent): ProgramContent => ({
  ...content,
  name: redactText(content.name),
  command: redactText(content.command),
  args: content.args.map(redactText),
});

/** @throws AppError `programs.name_taken` */
async function naming<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) throw programErrors.nameTaken(redactText(name));
    throw error;
  }
}
