import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRefresher, refetch } from "./refresher.ts";

const aCache = () => {
  const cache = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
  });
  onTestFinished(() => cache.clear());
  return cache;
};

/** A list that a page shows: each of its fetches arrives when the test says so. */
const aShownList = (cache: QueryClient, name: string) => {
  const onTheWay: PromiseWithResolvers<string>[] = [];
  const fetched = vi.fn(() => {
    const fetch = Promise.withResolvers<string>();
    onTheWay.push(fetch);
    return fetch.promise;
  });
  onTestFinished(new QueryObserver(cache, { queryKey: [name], queryFn: fetched }).subscribe(() => {}));
  return {
    fetched,
    arrive: (what: string) => {
      onTheWay.shift()?.resolve(what);
      return vi.waitFor(() => expect(cache.getQueryData([name])).toBe(what));
    },
    fail: () => onTheWay.shift()?.reject(new Error("The server is away")),
  };
};

test("what is asked for while a fetch is under way is fetched once more after it", async () => {
  const cache = aCache();
  const list = aShownList(cache, "a");
  await list.arrive("first");
  const { refresh } = createRefresher(cache);
  refresh(["a"]);
  refresh(["a"]);
  refresh(["a"]);
  expect(list.fetched).toHaveBeenCalledTimes(2);
  await list.arrive("second");
  await vi.waitFor(() => expect(list.fetched).toHaveBeenCalledTimes(3));
  await list.arrive("third");
  refresh(["a"]);
  await vi.waitFor(() => expect(list.fetched).toHaveBeenCalledTimes(4));
});

test("what is asked for while the very first fetch is under way is fetched once more after it", async () => {
  const cache = aCache();
  const list = aShownList(cache, "a");
  createRefresher(cache).refresh(["a"]);
  expect(list.fetched).toHaveBeenCalledTimes(1);
  await list.arrive("set out before the event");
  await vi.waitFor(() => expect(list.fetched).toHaveBeenCalledTimes(2));
  await list.arrive("knows the event");
  expect(list.fetched).toHaveBeenCalledTimes(2);
});

test("a first fetch that fails is tried again where it was asked for meanwhile", async () => {
  const cache = aCache();
  const list = aShownList(cache, "a");
  createRefresher(cache).refresh(["a"]);
  list.fail();
  await vi.waitFor(() => expect(list.fetched).toHaveBeenCalledTimes(2));
});

test("a first fetch under way for no page is only marked stale when it arrives", async () => {
  const cache = aCache();
  const first = Promise.withResolvers<string>();
  const ahead = cache.fetchQuery({ queryKey: ["a"], queryFn: () => first.promise });
  createRefresher(cache).refresh(["a"]);
  first.resolve("set out before the event");
  await ahead;
  await vi.waitFor(() => expect(cache.getQueryState(["a"])?.isInvalidated).toBe(true));
});

test("one list does not wait for another", async () => {
  const cache = aCache();
  const one = aShownList(cache, "a");
  const other = aShownList(cache, "b");
  await one.arrive("first");
  void refetch(cache, []);
  expect(one.fetched).toHaveBeenCalledTimes(2);
  await other.arrive("first");
  await vi.waitFor(() => expect(other.fetched).toHaveBeenCalledTimes(2));
  expect(one.fetched).toHaveBeenCalledTimes(2);
});
