import { isIPv6 } from "node:net";

/**
 * Whose address it is, for counting: whoever has one IPv6 address has a whole /64 to ask from. IPv4 counts as itself,
 * written as IPv6 too.
 */
export const networkOf = (address: string): string => {
  const [bare = ""] = address.split("%", 1);
  if (!isIPv6(bare)) return address;
  const groups = groupsOf(bare);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join(".");
  }
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
};

/** The eight numbers of an address, however it is written. */
const groupsOf = (address: string): number[] => {
  // A URL writes the end of it that may look like IPv4 as numbers too.
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = written
    .split("::")
    .map((half) => (half === "" ? [] : half.split(":").map((group) => Number.parseInt(group, 16))));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return [...head, ...zeros, ...tail];
};
