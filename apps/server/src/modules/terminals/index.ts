export { createTerminals, type Terminals, type TerminalsOptions } from "./terminals.module.ts";
