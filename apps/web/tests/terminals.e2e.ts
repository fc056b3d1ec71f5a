import { askGrant } from "@signalbox/contract/grants";
import { type Box, expect, test } from "./box.ts";

/** A terminal that asks to answer, and what it finds that it may do. */
async function aTerminal({ server }: Box, name: string) {
  const asked = await server.fetch("/api/answer-grants", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  const { grant, secret } = askGrant.replies[201].parse(await asked.json());
  const status = async () => {
    const headers = { authorization: `Bearer ${secret}` };
    return (await fetch(new URL("/api/caller", server.url), { headers })).status;
  };
  return { grant, status };
}

test("a terminal that asks is let by its code, by the keyboard, and ended; another is refused", async ({
  signedIn: page,
  box,
}) => {
  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("link", { name: "Terminals" }).click();
  const mine = await aTerminal(box, "ada@laptop, process 7");
  const row = page.getByRole("listitem").filter({ hasText: "ada@laptop, process 7" });
  await expect(row.getByText(mine.grant.code)).toBeVisible();
  await row.getByRole("button", { name: "5 minutes", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(row).toContainText("let by");
  expect(await mine.status()).toBe(200);
  await row.getByRole("button", { name: /^End/ }).click();
  await expect(row).toContainText("ended by");
  expect(await mine.status()).toBe(401);

  const other = await aTerminal(box, "eve@elsewhere, process 8");
  const theirs = page.getByRole("listitem").filter({ hasText: "eve@elsewhere" });
  await theirs.getByRole("button", { name: "Refuse" }).click();
  await expect(theirs).toContainText("refused by");
  expect(await other.status()).toBe(401);
});
