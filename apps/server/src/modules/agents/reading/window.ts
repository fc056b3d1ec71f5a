/** A window over a list that is sorted oldest first, by id. */
export interface OldestFirst {
  after: string | undefined;
  limit: number;
}
