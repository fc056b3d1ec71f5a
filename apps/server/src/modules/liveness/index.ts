export { type Bell, createBell } from "./bell.ts";
export { createLiveness, type Liveness, type LivenessOptions } from "./liveness.module.ts";
export type { Unheard } from "./ports.ts";
