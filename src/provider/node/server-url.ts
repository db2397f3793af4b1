import type { SetServeOptions } from "./serve-options.ts";

/** Writes the URL of a server: an IPv6 address has brackets. */
export function serverUrl({ tls, hostname }: Pick<SetServeOptions, "tls" | "hostname">, port: number): string {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return `${tls === undefined ? "http" : "https"}://${host}:${port}`;
}
