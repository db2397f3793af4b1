/**
 * Whether a host may be on the Internet: not an address of a private, local or reserved range (the registries of RFC 6890), and not a name that only a local network resolves.
 * @param hostname - as `URL.hostname` spells it
 */
export function isPublicHost(hostname: string): boolean {
  if (hostname.startsWith("[")) return isPublicIpv6(hostname.slice(1, -1));
  if (/^\d+(?:\.\d+){3}$/.test(hostname)) return isPublicIpv4(hostname.split(".").map(Number));
  return hostname.includes(".") && !localNames.test(hostname);
}

function isPublicIpv4([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  const isReserved =
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 192 && b === 0 && c <= 2) ||
    (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
    (a === 203 && b === 0 && c === 113);
  return !isReserved;
}

/** Global unicast alone, without the ranges of it that lead elsewhere: addresses of version 4 in disguise, and documentation. */
function isPublicIpv6(address: string): boolean {
  const first = Number.parseInt(address.split(":")[0] || "0", 16);
  return first >= 0x2000 && first <= 0x3fff && !/^(?:2002:|2001:(?:0?:|db8:|:))/.test(address);
}

const localNames = /(?:^|\.)(?:localhost|local|internal|intranet|home\.arpa|lan|corp|home)\.?$/;
