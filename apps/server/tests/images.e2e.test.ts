import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { subscribersHome } from "@signalbox/testkit/claude";
import { pathOf } from "@signalbox/testkit/cli-home";
import { findClaude, findOpencode, isMissing } from "@signalbox/testkit/machine";
import { opencodeHome } from "@signalbox/testkit/opencode";
import { aPng } from "@signalbox/testkit/png";
import { runCli } from "@signalbox/testkit/run-cli";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Seen, watchedCli } from "./watched-cli.ts";

const png = aPng(60, 40);

type World = Awaited<ReturnType<typeof watchedCli>>;

const openWorld = async (...args: Parameters<typeof watchedCli>): Promise<World> => {
  const world = await watchedCli(...args);
  onTestFinished(() => world.stop());
  return world;
};

const imagesOf = ({ turns }: Seen) =>
  turns.filter(({ actor }) => actor === "user").flatMap(({ images }) => images);

/** The bytes of the only image that came with what a person said. */
async function shown({ client }: World, seen: Seen): Promise<Buffer> {
  expect(imagesOf(seen)).toEqual([
    { hash: expect.stringMatching(/^[0-9a-f]{32}$/), mediaType: "image/png", bytes: png.length, kept: true },
  ]);
  const [image] = imagesOf(seen);
  const path = `/api/agents/${seen.agent?.id}/images/${image?.hash}`;
  return Buffer.from(await (await client.open({ method: "GET", path })).arrayBuffer());
}

describe.skipIf(isMissing(findClaude()))("a picture that a person gives to a plain claude", () => {
  test("as a block of its input is an image of their turn", async () => {
    const world = await openWorld("claude", subscribersHome);
    const seen = await world.nextSession();
    const source = { type: "base64", media_type: "image/png", data: png.toString("base64") };
    const content = [
      { type: "text", text: "What is this? [[text A picture]]" },
      { type: "image", source },
    ];
    const streams = ["--input-format", "stream-json", "--output-format", "stream-json", "--verbose"];
    const { workspace: cwd, env } = world.home;
    const input = `${JSON.stringify({ type: "user", message: { role: "user", content } })}\n`;
    const printed = await runCli(pathOf(findClaude()), ["-p", ...streams], { cwd, env, input });
    expect(printed, printed.stdout + printed.stderr).toMatchObject({ code: 0 });
    const told = await seen("the image", (now) => imagesOf(now).length > 0);
    expect(await shown(world, told)).toEqual(png);
    expect(told.turns.filter(({ actor }) => actor === "user").map(({ text }) => text)).toEqual([
      "What is this? [[text A picture]]",
    ]);
  });
});

describe.skipIf(isMissing(findOpencode()))("a picture that a person gives to a plain opencode", () => {
  test("as a file beside their words is an image of their turn", async () => {
    const world = await openWorld("opencode", opencodeHome);
    const seen = await world.nextSession();
    const file = join(world.home.workspace, "picture.png");
    writeFileSync(file, png);
    const printed = await world.home.print("What is this? [[text A picture]]", "--file", file);
    expect(printed, printed.stderr).toMatchObject({ code: 0 });
    const told = await seen("the image", (now) => imagesOf(now).length > 0);
    expect(await shown(world, told)).toEqual(png);
  });
});
