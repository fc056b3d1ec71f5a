export type { AgentDriver } from "./driver.ts";
export { Drivers, NotOpened, type OwnedQuestion } from "./drivers.ts";
