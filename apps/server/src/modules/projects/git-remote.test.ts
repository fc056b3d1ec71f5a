import { expect, test } from "vitest";
import { readRemote } from "./git-remote.ts";

test.each([
  "https://example.org/ada/shop",
  "https://ada:secret@example.org/ada/shop.git",
  "ssh://git@example.org:22/ada/shop.git/",
  "git@example.org:ada/shop.git",
  "git@EXAMPLE.org:Ada/Shop",
])("%s is one repository however it is fetched, and tells no password", (text) => {
  const remote = readRemote(text);
  expect(remote?.key).toBe("example.org/ada/shop");
  expect(remote?.url).not.toContain("secret");
});

test.each([
  "",
  "shop",
  "not a URL",
  "file:///etc",
  "javascript:alert(1)",
  "https://example.org",
  "ext::sh -c x",
  "ghp_token@example.org:ada/shop",
  "https://example.org/ada:secret@shop/x",
  `https://example.org/${"ü".repeat(300)}`,
])("`%s` is no remote", (text) => {
  expect(readRemote(text)).toBeNull();
});
