import { parseUrl } from "../../util/url.ts";

/** The octets of an IP address: 4 or 16. */
export type IpAddress = readonly number[];

/**
 * Parses an IP address: four decimal numbers, or any spelling of IPv6, without brackets, with or without a zone. An IPv4 address that is written as IPv6
 * gives its four octets, so that one peer has one address.
 * @see RFC 4291 §2.2
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.length > longestAddress) return undefined;
  if (!text.includes(":")) return parseIpv4(text);
  const [address = ""] = text.split("%", 1);
  if (!/^[\da-f:.]+$/i.test(address)) return undefined;
  // The URL parser knows every spelling, and gives one.
  const hostname = parseUrl(`http://[${address}]/`)?.hostname;
  if (hostname === undefined) return undefined;
  const [head = "", tail] = hostname.slice(1, -1).split("::");
  const [before, after] = [readGroups(head), readGroups(tail ?? "")];
  const gap: readonly number[] = tail === undefined ? [] : new Array<number>(16 - before.length - after.length).fill(0);
  const octets = [...before, ...gap, ...after];
  return mappedPrefix.every((octet, index) => octets[index] === octet) ? octets.slice(12) : octets;
}

/**
 * Whether an address can be reached by everybody: not of this machine, not of a private network, not reserved.
 * @see RFC 6890 §2.2
 */
export function isPublicAddress(address: IpAddress): boolean {
  const isIpv6 = address.length === 16;
  if (isIpv6 && ((address[0] ?? 0) & 0xe0) !== 0x20) return false;
  return !(isIpv6 ? reservedIpv6 : reservedIpv4).some(([prefix, bits]) => lies(address, prefix, bits));
}

/** Whether an address begins with the first `bits` of a prefix. */
function lies(address: IpAddress, prefix: readonly number[], bits: number): boolean {
  return prefix.every((octet, index) => {
    const left = Math.min(8, Math.max(0, bits - index * 8));
    const mask = (0xff << (8 - left)) & 0xff;
    return ((address[index] ?? 0) & mask) === (octet & mask);
  });
}

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split(".");
  const isDecimal =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isDecimal ? parts.map(Number) : undefined;
}

function readGroups(text: string): readonly number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

type Prefix = readonly [octets: readonly number[], bits: number];

const mappedPrefix: IpAddress = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];
const longestAddress = 100;
const reservedIpv4: readonly Prefix[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 88, 99], 24],
  [[192, 168], 16],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  [[224], 3],
];
/** Of the part that is given out at all, 2000::/3: what leads back to IPv4, and what is for documents. */
const reservedIpv6: readonly Prefix[] = [
  [[0x20, 0x01, 0x00], 23],
  [[0x20, 0x01, 0x0d, 0xb8], 32],
  [[0x20, 0x02], 16],
  [[0x3f, 0xff, 0x00], 20],
];
