import { expect, test } from "./box.ts";

test("a long history opens at its latest, and older commands come with their turns", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session();
  const prompts = Array.from({ length: 60 }, (_, place) => `Job ${place + 1} of 60`);
  for (const [place, prompt] of prompts.entries()) {
    await box.hear(session.prompted(`p${place}`, prompt));
    await box.hear(session.stopped(`p${place}`, `Did it: ${prompt}`));
  }
  await page.getByRole("link", { name: "Job 60 of 60" }).click();
  const talk = page.getByRole("log", { name: "Turns" });
  const commands = talk.getByRole("heading", { level: 2 });
  await expect(commands).toHaveText(prompts.slice(-25));

  await talk.getByRole("button", { name: "Show older turns" }).press("Enter");
  await expect(commands).toHaveText(prompts);
  await expect(talk.getByRole("button", { name: "Show older turns" })).toHaveCount(0);
  await expect(talk).toBeFocused();

  // What happens now joins what was loaded.
  await box.hear(session.prompted("p60", "One more job"));
  await expect(commands).toHaveText([...prompts, "One more job"]);
});
