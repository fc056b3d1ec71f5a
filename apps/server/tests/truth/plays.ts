import { modelAsked, type Stage } from "./stage.ts";

/** What the scripted model is told so that it calls a tool. */
export const tool = (name: string, input: object): string => `[[tool ${name} ${JSON.stringify(input)}]]`;

/** The agent works, and its model takes long to answer. */
export async function work({ world, terminal, stands }: Stage): Promise<void> {
  await terminal.submit("[[delay 60000]] [[text Never said]]");
  await modelAsked(world, "Never said");
  await stands("works");
}

/** Something is typed while the agent works. */
export async function queue({ terminal, stands }: Stage): Promise<void> {
  await terminal.submit("[[delay 4000]] [[text First done]]");
  await stands("works");
  await terminal.submit("[[text Second done]]");
}

/** The model fails, and the terminal says so. */
export const fail =
  (directive: string, shown: string | RegExp) =>
  async ({ terminal }: Stage): Promise<void> => {
    await terminal.submit(`${directive} [[text Not reached]]`);
    await terminal.until(shown);
  };

/** The program is sent a signal in the middle of its work. */
export const end = (signal: NodeJS.Signals) => async (on: Stage) => {
  await work(on);
  await on.terminal.kill(signal);
  await on.terminal.exited();
};
