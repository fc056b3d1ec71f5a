import { z } from "zod";

export const jobStates = ["waiting", "retrying", "running", "completed", "failed", "cancelled"] as const;
/** `waiting`: for its time or its turn. `retrying`: for another try. `failed`: at its last try, until a person acts. */
export const JobState = z.enum(jobStates).meta({ id: "JobState" });
export type JobState = z.infer<typeof JobState>;
