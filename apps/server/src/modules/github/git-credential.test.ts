import { expect, test } from "vitest";
import { gitCredential, repositoryAt } from "./git-credential.ts";

const credential = (remote: string, apiUrl = "https://api.github.com") =>
  gitCredential(remote, { apiUrl, token: "secret" })?.password;

test("a remote on GitHub is pushed to with the token", () => {
  expect(credential("https://github.com/acme/shop.git")).toBe("secret");
  expect(credential("https://git.acme.test/acme/shop", "https://git.acme.test/api/v3")).toBe("secret");
});

test.each([
  "https://github.com.evil.test/acme/shop.git",
  "https://api.github.com@evil.test/acme/shop.git",
  "https://github.com:8443/acme/shop.git",
  "http://github.com/acme/shop.git",
  "git@github.com:acme/shop.git",
  "/srv/shop.git",
])("%s is never given the token", (remote) => {
  expect(credential(remote)).toBeUndefined();
});

test.each([
  ["https://github.com/acme/shop.git", "acme/shop"],
  ["https://ada@github.com/acme/shop/", "acme/shop"],
  ["git@github.com:acme/shop.git", "acme/shop"],
  ["ssh://git@GitHub.com/acme/shop", "acme/shop"],
  ["https://github.com.evil.test/acme/shop", null],
  ["https://github.com@evil.test/acme/shop", null],
  ["https://github.com:8443/acme/shop", null],
  ["https://github.com/acme", null],
  ["https://github.com/acme/shop/tree", null],
  ["/github.com/acme/shop", null],
])("%s is the repository %s of GitHub", (remote, repository) => {
  expect(repositoryAt(remote, "https://api.github.com")).toBe(repository);
});
