import { expect, test } from "vitest";
import { clientOf, trustedProxies } from "./client.ts";

const trusted = trustedProxies(["127.0.0.1", "::1", "10.0.0.0/8"]) ?? { includes: () => false };
const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
  clientOf({ headers: { host: "box.example", ...headers }, socket: { remoteAddress } }, trusted);

const told = {
  "x-forwarded-for": "198.51.100.7",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "other.example",
  forwarded: "for=203.0.113.9;proto=https;host=other.example",
};

test("what a stranger says of itself is not believed", () => {
  expect(from("192.0.2.1", told)).toEqual({
    address: "192.0.2.1",
    host: "box.example",
    secure: false,
    viaTrustedProxy: false,
  });
  expect(from(undefined, told)).toMatchObject({ address: "", viaTrustedProxy: false });
});

test("a trusted proxy tells who asks, how, and for what", () => {
  expect(from("127.0.0.1", told)).toEqual({
    address: "198.51.100.7",
    host: "other.example",
    secure: true,
    viaTrustedProxy: true,
  });
});

test("a trusted proxy that tells nothing is the client itself", () => {
  expect(from("::1")).toEqual({ address: "::1", host: "box.example", secure: false, viaTrustedProxy: true });
});

test("Forwarded is never read, for proxies hand on what a client wrote there", () => {
  expect(from("127.0.0.1", { forwarded: told.forwarded })).toMatchObject({
    address: "127.0.0.1",
    secure: false,
    host: "box.example",
  });
});

test.each([
  ["what the client made up stands left", "1.2.3.4, 198.51.100.7", "198.51.100.7"],
  ["trusted proxies behind one another", "1.2.3.4, 198.51.100.7, 10.1.1.1, 10.1.1.2", "198.51.100.7"],
  ["nobody but proxies", "10.1.1.1, 10.1.1.2", "10.1.1.1"],
  ["a word that is no address", "198.51.100.7, unknown, 10.1.1.1", "10.1.1.1"],
  ["an address with a port", "198.51.100.7:4711", "198.51.100.7"],
  ["IPv6 with a port", "[2001:db8::7]:4711", "2001:db8::7"],
  ["IPv4 written as IPv6", "::ffff:198.51.100.7", "198.51.100.7"],
  ["nothing between commas", " , 198.51.100.7 , ", "198.51.100.7"],
])("the client is the right-most address that is no proxy of ours: %s", (_, header, address) => {
  expect(from("127.0.0.1", { "x-forwarded-for": header }).address).toBe(address);
});

test("a peer is known in whichever form the system writes its address", () => {
  expect(from("::ffff:10.1.2.3", told)).toMatchObject({ viaTrustedProxy: true });
  expect(from("fe80::1%eth0", told)).toMatchObject({ address: "fe80::1", viaTrustedProxy: false });
});

test.each(["http", "http, https, http", "", "wss"])("forwarded as %j, a request is not secure", (proto) => {
  expect(from("127.0.0.1", { "x-forwarded-proto": proto }).secure).toBe(false);
});

test.each(["10.0.0.0/33", "::1/129", "10.0.0.0/", "10.0.0/8", "box.example", "fe80::1%eth0", "10.0.0.0/8/8"])(
  "%s names no proxies",
  (entry) => {
    expect(trustedProxies([entry])).toBeUndefined();
  },
);
