import { parseIpAddress } from "../http/ip-address.ts";

/** The network that one attacker is taken to have: an IPv4 address, the /64 of an IPv6 address, and for what is neither the text itself. */
export function networkOf(address: string): string {
  const octets = parseIpAddress(address);
  if (octets === undefined) return address.slice(0, longest);
  if (octets.length === 4) return octets.join(".");
  return `${octets
    .slice(0, 8)
    .map((octet) => octet.toString(16).padStart(2, "0"))
    .join("")}/64`;
}

const longest = 100;
