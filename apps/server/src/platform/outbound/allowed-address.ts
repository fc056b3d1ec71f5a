import { BlockList, isIP, isIPv6 } from "node:net";

/** Addresses and networks that are not the public internet's: this machine, its networks, and those kept for special use. */
const ours: readonly [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 128],
  ["::1", 128],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
];

const familyOf = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");

const priv = new BlockList();
for (const [network, prefix] of ours) priv.addSubnet(network, prefix, familyOf(network));

/** Whether an address that is not public may be reached all the same. */
export interface AllowedNetworks {
  includes(address: string): boolean;
}

export const noNetworks: AllowedNetworks = { includes: () => false };

/** Reads addresses and ranges such as `192.168.1.5` and `10.0.0.0/8`; undefined where one is neither. */
export const allowedNetworks = (words: readonly string[]): AllowedNetworks | undefined => {
  const list = new BlockList();
  for (const word of words) {
    const [network = "", bits, ...more] = word.split("/");
    const longest = isIPv6(network) ? 128 : 32;
    const prefix = bits === undefined ? longest : Number(bits);
    const isWhole = bits === undefined || /^\d{1,3}$/.test(bits);
    if (isIP(network) === 0 || more.length > 0 || !isWhole || prefix > longest) return undefined;
    list.addSubnet(network, prefix, familyOf(network));
  }
  return { includes: (address) => list.check(address, familyOf(address)) };
};

/** Whether a request of ours may go to this address. One of IPv4 written as IPv6 is judged as what it is. */
export const mayReach = (address: string, allowed: AllowedNetworks): boolean => {
  if (isIP(address) === 0) return false;
  const plain = mappedIn(address) ?? address;
  return !priv.check(plain, familyOf(plain)) || allowed.includes(plain);
};

function mappedIn(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const { hostname } = new URL(`http://[${address.split("%", 1)[0]}]`);
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}
