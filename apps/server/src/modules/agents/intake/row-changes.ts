export type Row = Record<string, unknown>;

/** What a batch does to one table: each row is inserted once or updated once, however often it changed. */
export class RowChanges {
  readonly inserts = new Map<string, Row>();
  readonly updates = new Map<string, Row>();

  insert(id: string, row: Row): void {
    this.inserts.set(id, { id, ...row });
  }

  /** Changes a row of this batch, or one that is stored. */
  update(id: string, patch: Row): void {
    const fresh = this.inserts.get(id);
    if (fresh !== undefined) Object.assign(fresh, patch);
    else this.updates.set(id, { ...this.updates.get(id), id, ...patch });
  }
}
