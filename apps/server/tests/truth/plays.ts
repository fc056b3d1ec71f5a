import { until } from "@signalbox/testkit/until";
import { modelAsked, type Stage, type World } from "./stage.ts";

/** What the scripted model is told so that it calls a tool. */
export const tool = (name: string, input: object): string => `[[tool ${name} ${JSON.stringify(input)}]]`;

/** A prompt is given, and has reached the model: on a busy machine either takes its time. */
export async function prompt({ world: { stub }, terminal }: Stage, line: string): Promise<void> {
  const before = stub.requests.length;
  await terminal.submit(line);
  await until(
    () => (stub.requests.length > before ? true : undefined),
    async () => `the model to be asked; the terminal shows:\n${await terminal.screen()}`,
  );
}

/** Words that the model was not asked for in an earlier step. */
const unlikeBefore = ({ stub }: World, words: string): string => `${words} ${stub.requests.length}`;

/** The agent works, and its model takes long to answer. */
export async function work({ world, terminal, stands }: Stage): Promise<void> {
  const never = unlikeBefore(world, "Never said");
  await terminal.submit(`[[delay 60000]] [[text ${never}]]`);
  await modelAsked(world, never);
  await stands("works");
}

/** Something is typed while the agent works. */
export async function queue({ world, terminal, stands }: Stage): Promise<void> {
  const first = unlikeBefore(world, "First done");
  await terminal.submit(`[[delay 6000]] [[text ${first}]]`);
  // What is typed before its screen has turned to the work is lost.
  await modelAsked(world, first);
  await stands("works");
  await terminal.submit("[[text Second done]]");
}

/** The model fails, and the terminal says so. */
export const fail =
  (directive: string, shown: string | RegExp) =>
  async (on: Stage): Promise<void> => {
    await prompt(on, `${directive} [[text Not reached]]`);
    await on.terminal.until(shown);
  };

/** The program is sent a signal in the middle of its work. */
export const end = (signal: NodeJS.Signals) => async (on: Stage) => {
  await work(on);
  await on.terminal.kill(signal);
  await on.terminal.exited();
};
