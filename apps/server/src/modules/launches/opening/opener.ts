import type { LaunchRow } from "../launches.repository.ts";

export interface Opener {
  /** Makes a launch ready and opens it. */
  open(row: LaunchRow): Promise<void>;
  /** One whose server went while it was being opened: its terminal is found by its mark, or it never was. */
  recover(row: LaunchRow): Promise<void>;
}
