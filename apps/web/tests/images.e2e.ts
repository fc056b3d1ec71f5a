import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { aPng } from "@signalbox/testkit/png";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { type Box, bash, expect, test } from "./box.ts";

const folder = temporaryFolder("images");
test.afterAll(() => removeFolder(folder));

test("images that a person pasted and a tool answered are small in place, and whole by a key", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session();
  const path = join(folder, `${session.sessionId}.jsonl`);
  const told = (body: object) => box.hear({ ...body, transcript_path: path });
  const call = {
    name: "Read",
    useId: `toolu_${session.sessionId}`,
    input: { file_path: "/workspace/box.png" },
    response: { type: "image", file: { base64: aPng(300, 200, 2).toString("base64"), type: "image/png" } },
  };
  await told(session.started());
  await told(session.prompted("p1", "[Image #1] Which box is this?"));
  const content = [
    { type: "text", text: "[Image #1] Which box is this?" },
    {
      type: "image",
      source: { type: "base64", media_type: "image/png", data: aPng(640, 420).toString("base64") },
    },
    { type: "image", source: { type: "base64", media_type: "image/bmp", data: "Qk0aAAAA" } },
  ];
  const line = { type: "user", uuid: `u-${session.sessionId}`, promptId: "p1", sessionId: session.sessionId };
  const timestamp = new Date().toISOString();
  appendFileSync(path, `${JSON.stringify({ ...line, timestamp, message: { role: "user", content } })}\n`);
  await told(session.toolStarted("p1", call));
  await told(session.toolFinished("p1", call));
  await told(session.stopped("p1", "It is the signal box of the mark."));
  await page
    .getByRole("link", { name: /Which box is this/ })
    .first()
    .click();

  const talk = page.getByRole("log", { name: "Turns" });
  const pasted = talk.getByRole("button", { name: /Open the image: PNG/ }).first();
  await expect(pasted.locator("img")).toHaveJSProperty("naturalWidth", 640);
  await expect(talk.getByText("Image, 6 bytes, not kept")).toBeVisible();
  await pasted.focus();
  await page.keyboard.press("Enter");
  const whole = page.getByRole("dialog", { name: "Image" });
  await expect(whole.getByRole("img")).toHaveJSProperty("naturalHeight", 420);
  await page.keyboard.press("Escape");
  await expect(whole).toHaveCount(0);

  await talk.locator("summary").filter({ hasText: "Read" }).click();
  await expect(talk.getByRole("button", { name: /Open the image/ })).toHaveCount(2);
  await expect(talk.locator(".fold img")).toHaveJSProperty("naturalWidth", 300);
});

/** An image that a tool answered with: its bytes, its agent and its address. */
const anImage = async (box: Box) => {
  const session = box.session();
  const data = aPng(20, 20);
  const call = {
    ...bash("cat box.png"),
    response: [{ type: "image", data: data.toString("base64"), mimeType: "text/html" }],
  };
  await box.hear(session.prompted("p1", "Show the picture"));
  await box.hear(session.toolStarted("p1", call));
  await box.hear(session.toolFinished("p1", call));
  const { items } = await (await box.server.fetch("/api/agents?limit=200")).json();
  const { id } = items.find(({ sessionId }: { sessionId: string }) => sessionId === session.sessionId);
  const turns = await (await box.server.fetch(`/api/agents/${id}/turns`)).json();
  const { hash } = turns.items.at(-1).tool.result[0].image;
  await box.hear(session.ended());
  return {
    data,
    agent: `/api/agents/${id}`,
    page: `/agents/${id}`,
    path: `/api/agents/${id}/images/${hash}`,
    id,
  };
};

test("an image is served as what its bytes are, and to nobody without a key", async ({ box }) => {
  const { data, path, id } = await anImage(box);
  const reply = await box.server.fetch(path);
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "private, no-cache",
  });
  expect(Buffer.from(await reply.arrayBuffer())).toEqual(data);
  expect((await fetch(box.server.url + path)).status).toBe(401);
  expect((await box.server.fetch(`/api/agents/${id}/images/${"0".repeat(32)}`)).status).toBe(404);
});

test("a browser asks anew for an image that it holds, so that one erased or no longer allowed is not shown", async ({
  box,
}) => {
  const { path, agent } = await anImage(box);
  const held = { "if-none-match": (await box.server.fetch(path)).headers.get("etag") ?? "" };
  const again = await box.server.fetch(path, { headers: held });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await fetch(box.server.url + path, { headers: held })).status).toBe(401);
  expect((await box.server.fetch(agent, { method: "DELETE" })).status).toBe(204);
  expect((await box.server.fetch(path, { headers: held })).status).toBe(404);
});

test("an image that could not be loaded is said to be that, and is there at the next try", async ({
  box,
  signedIn: page,
}) => {
  const { page: address, path } = await anImage(box);
  const asked = Promise.withResolvers<void>();
  const failing = Promise.withResolvers<void>();
  await page.route(`**${path}`, async (route) => {
    asked.resolve();
    await failing.promise;
    await route.fulfill({ status: 500, body: "" });
  });
  await page.goto(box.server.url + address);
  const talk = page.getByRole("log", { name: "Turns" });
  await talk.locator("summary").filter({ hasText: "Bash" }).click();
  await asked.promise;
  await expect(talk.getByText(/^Loading PNG/)).toBeVisible();
  failing.resolve();
  await expect(talk.getByText("could not be loaded")).toBeVisible();
  await expect(talk.getByText("not kept")).toHaveCount(0);
  await page.unroute(`**${path}`);
  await talk.getByRole("button", { name: "Try again" }).click();
  await expect(talk.getByRole("button", { name: /Open the image: PNG/ }).locator("img")).toHaveJSProperty(
    "naturalWidth",
    20,
  );
});

test("what a person refused, or interrupted while it ran, is said to be one of the two", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session();
  const call = bash("rm -rf build");
  await box.hear(session.prompted("p1", "Tidy the folder up"));
  await box.hear(session.toolStarted("p1", call));
  await box.hear(session.permissionAsked("p1", call));
  await box.hear({
    ...session.stopped("p1", ""),
    hook_event_name: "Notification",
    notification_type: "idle_prompt",
    message: "Claude is waiting for your input",
  });
  await page.goto(`${box.server.url}/agents`);
  await page.getByRole("link", { name: "Tidy the folder up" }).click();
  await expect(page.getByText("Refused, or interrupted while it ran")).toBeVisible();
});
