import { expect, test, vi } from "vitest";
import { createRefresher } from "./refresher.ts";

const aClient = () => {
  const finish: (() => void)[] = [];
  const invalidateQueries = vi.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
  return { invalidateQueries, finishNext: () => finish.shift()?.() };
};

test("what is asked for while a fetch is under way is fetched once more after it", async () => {
  const client = aClient();
  const { refresh } = createRefresher(client);
  refresh(["a"]);
  refresh(["a"]);
  refresh(["a"]);
  expect(client.invalidateQueries).toHaveBeenCalledTimes(1);
  client.finishNext();
  await vi.waitFor(() => expect(client.invalidateQueries).toHaveBeenCalledTimes(2));
  client.finishNext();
  refresh(["a"]);
  await vi.waitFor(() => expect(client.invalidateQueries).toHaveBeenCalledTimes(3));
});

test("one list does not wait for another", () => {
  const client = aClient();
  const { refresh } = createRefresher(client);
  refresh(["a"]);
  refresh(["b"]);
  expect(client.invalidateQueries).toHaveBeenCalledTimes(2);
});
