import { expect, test } from "vitest";
import { allowedNetworks, mayReach, noNetworks } from "./allowed-address.ts";

test.each([
  ["127.0.0.1"],
  ["10.1.2.3"],
  ["169.254.169.254"],
  ["192.168.0.7"],
  ["172.31.255.255"],
  ["100.64.0.1"],
  ["0.0.0.0"],
  ["::1"],
  ["::"],
  ["::ffff:127.0.0.1"],
  ["::ffff:a00:1"],
  ["fe80::1"],
  ["fd00::1"],
  ["64:ff9b::7f00:1"],
  ["2002:7f00:1::"],
  ["localhost"],
])("%s is not reached, since it is not the public internet's", (address) => {
  expect(mayReach(address, noNetworks)).toBe(false);
});

test.each([["93.184.216.34"], ["172.32.0.1"], ["2606:4700::1111"], ["::ffff:5db8:d822"]])(
  "%s is reached",
  (address) => {
    expect(mayReach(address, noNetworks)).toBe(true);
  },
);

test("what the operator allows is reached, and nothing beside it", () => {
  const allowed = allowedNetworks(["192.168.1.0/24", "10.0.0.5", "fd00::/8"]) ?? noNetworks;
  const reached = ["192.168.1.9", "::ffff:192.168.1.9", "10.0.0.5", "fd12::1", "192.168.2.1", "10.0.0.6"];
  expect(reached.map((address) => mayReach(address, allowed))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});

test.each([["home.lan"], ["10.0.0.0/33"], ["10.0.0.0/x"], ["10.0.0.0/8/8"], ["/8"], ["10.0.0.0/"]])(
  "%s is no range",
  (word) => {
    expect(allowedNetworks([word])).toBeUndefined();
  },
);
