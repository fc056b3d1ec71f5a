/**
 * What one of the sources of a CLI does not tell, in a few words on what it does instead; null where it tells. What is
 * in no blind spot, hooks tell.
 */
export interface BlindSpot {
  /** What happens. */
  of: string;
  hook: string | null;
  transcript: string | null;
}
