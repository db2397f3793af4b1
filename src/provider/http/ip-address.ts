import { parseUrl } from "../../util/url.ts";

/** The octets of an IP address: 4 or 16. */
export type IpAddress = readonly number[];

/**
 * Parses an IP address: four decimal numbers, or any spelling of IPv6, without brackets, with or without a zone. An IPv4 address that is written as IPv6
 * gives its four octets, so that one peer has one address.
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

const mappedPrefix: IpAddress = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];
const longestAddress = 100;
