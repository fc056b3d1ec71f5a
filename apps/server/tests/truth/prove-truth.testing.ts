import { findTmux, isMissing, type Tool } from "@signalbox/testkit/machine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { watchedCli } from "../watched-cli.ts";
import { type Cast, playStep, type World } from "./stage.ts";
import { standing } from "./standing.ts";
import { stepNames, steps } from "./steps.ts";

/** Plays every step of docs/truth.md on a real CLI, and sees that the server tells the truth of it. */
export function proveTruth(cast: Cast, cli: Tool): void {
  describe.skipIf(isMissing(cli, findTmux()))(`of ${cli.name} the server tells the truth`, () => {
    let world: World;
    beforeAll(async () => {
      world = await watchedCli(cast.backend, cast.homeOf);
      await cast.prepare?.(world);
    });
    afterAll(() => world?.stop());

    for (const name of stepNames) {
      const step = cast.steps[name];
      if ("not" in step) continue;
      test(`${steps[name]}: ${step.shows}`, async () => {
        const { seen } = await playStep(world, cast, step);
        expect(standing(seen)).toBe(step.shows);
      });
    }
  });
}
