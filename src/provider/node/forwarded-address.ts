import { isIP } from "node:net";

/**
 * Finds the address that a request came from when so many proxies of one's own lie between: each has added the address of its peer at the end of
 * `X-Forwarded-For`, and what stands before is whatever the client wrote. Where the field has too few entries, or no address, it is the peer's.
 */
export function forwardedAddress(
  field: string | readonly string[] | undefined,
  { peer, trustedProxies }: { readonly peer: string | undefined; readonly trustedProxies: number },
): string | undefined {
  if (trustedProxies === 0 || field === undefined) return peer;
  const entries = (typeof field === "string" ? field : field.join(",")).split(",");
  const entry = entries[entries.length - trustedProxies];
  return entry === undefined ? peer : (readAddress(entry) ?? peer);
}

/** Reads an address, with or without port; an IPv4 address in the clothes of IPv6 becomes one again, so that each has one spelling. */
export function readAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const host = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(trimmed)?.[1] ?? trimmed;
  const address = host.replace(/%.*$/, "").toLowerCase();
  const plain = /^::ffff:([\d.]+)$/.exec(address)?.[1] ?? address;
  return isIP(plain) === 0 ? undefined : plain;
}
