import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What axe has to say of a page, or a part of it, once it stands still: half faded in, any text lacks contrast. */
export const accessibilityFaults = async (page: Page, part?: string): Promise<string[]> => {
  await standsStill(page);
  const axe = new AxeBuilder({ page });
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
};

export const isSound = async (page: Page): Promise<void> =>
  expect(await accessibilityFaults(page)).toEqual([]);

/** Two frames without anything that will come to an end: a transition begins in the frame behind its cause. */
const standsStill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const ends = ({ playState, effect }: Animation) =>
      playState === "running" && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
    const moving = () => document.getAnimations().filter(ends);
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    do {
      await Promise.allSettled(moving().map(({ finished }) => finished));
      await nextFrame();
      await nextFrame();
    } while (moving().length > 0);
  });
