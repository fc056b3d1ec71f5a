import type { Page } from "@signalbox/contract/common";
import {
  type changePersona,
  type createPersona,
  type Persona,
  type PersonaStatus,
  personaCreated,
  personaUpdated,
} from "@signalbox/contract/personas";
import type { BodyOf } from "@signalbox/contract/route";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db, Tx } from "../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import { nextSlug, slugBase } from "./persona-slug.ts";
import {
  findNumbers,
  findPersona,
  findPersonaNames,
  findPersonas,
  insertPersona,
  type PersonaRow,
  presentPersona,
  updatePersona,
} from "./personas.repository.ts";

export interface PersonasOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  audit: Audit;
}

export interface PersonasService {
  list(page: {
    limit: number;
    cursor?: string | undefined;
    status?: PersonaStatus | undefined;
  }): Promise<Page<Persona>>;
  /** @throws AppError `personas.not_found` */
  get(id: string): Promise<Persona>;
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  make(wish: BodyOf<typeof createPersona>, by: Cause): Promise<Persona>;
  /** @throws AppError `personas.not_found` */
  change(id: string, wish: BodyOf<typeof changePersona>, by: Cause): Promise<Persona>;
}

const cursors = keysetCursor("personas", z.tuple([z.string(), z.uuid()]));
const notFound = (id: string) => new AppError("not_found", "personas.not_found", `No persona ${id}`);

export const createPersonasService = ({ db, events, clock, audit }: PersonasOptions): PersonasService => {
  /** Whoever makes another one of the same name at the same time gets the next number. */
  const insert = async (tx: Tx, row: Omit<PersonaRow, "slug">): Promise<PersonaRow> => {
    const base = slugBase(row);
    for (;;) {
      const stored = await insertPersona(tx, { ...row, slug: nextSlug(base, await findNumbers(tx, base)) });
      if (stored !== undefined) return stored;
    }
  };
  const told = ({ id, slug, name }: PersonaRow) => ({ personaId: id, slug, name });
  const contextOf = (id: string, { actor, correlationId }: Cause, at: Date) => ({
    ...{ at, actor, correlationId, subject: { kind: "persona", id } },
  });
  return {
    async list({ limit, cursor, status }) {
      const window = { status, after: cursors.decode(cursor), limit: limit + 1 };
      const rows = await findPersonas(db.read, window);
      const page = pageOfRows(rows, limit, ({ lower_name, id }) => cursors.encode([lower_name, id]));
      return { ...page, items: page.items.map(presentPersona) };
    },
    async get(id) {
      const row = await findPersona(db.read, id);
      if (row === undefined) throw notFound(id);
      return presentPersona(row);
    },
    namesOf: (ids) => findPersonaNames(db.read, ids),
    make: (wish, by) =>
      db.transaction(async (tx) => {
        const at = clock.now();
        const row = await insert(tx, {
          ...{ ...wish, id: newId(), status: "active", created_at: at, updated_at: at },
        });
        events.append(tx, newEvent(personaCreated, contextOf(row.id, by, at), told(row)));
        const subject = { kind: "persona", id: row.id };
        await audit.record(tx, { ...by, action: "persona.created", subject, detail: { slug: row.slug } });
        return presentPersona(row);
      }),
    change: (id, wish, by) =>
      db.transaction(async (tx) => {
        const at = clock.now();
        const before = await findPersona(tx, id);
        if (before === undefined) throw notFound(id);
        const changed = changesOf(before, wish);
        if (changed.length === 0) return presentPersona(before);
        const row = await updatePersona(tx, id, { ...wish, updated_at: at });
        if (row === undefined) throw notFound(id);
        events.append(tx, newEvent(personaUpdated, contextOf(id, by, at), { ...told(row), changed }));
        const subject = { kind: "persona", id };
        await audit.record(tx, { ...by, action: "persona.updated", subject, detail: { changed } });
        return presentPersona(row);
      }),
  };
};

const changeable = ["name", "description", "skill", "status"] as const;

const changesOf = (before: PersonaRow, wish: BodyOf<typeof changePersona>) =>
  changeable.filter((field) => wish[field] !== undefined && wish[field] !== before[field]);
