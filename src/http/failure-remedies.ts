/** What to do about an error code of the platform; `undefined` for one that says enough itself. */
export function remedyForFailure(code: string): string | undefined {
  return Object.hasOwn(remedies, code) ? remedies[code] : undefined;
}

const privateAuthority =
  "Make the runtime trust the private certificate authority, or pass a fetch option that does; do not turn verification off.";

const remedies: Readonly<Record<string, string | undefined>> = {
  ECONNREFUSED: "Nothing listens at that host and port.",
  ENOTFOUND: "The host name does not resolve; check the spelling, and whether a proxy is needed.",
  UND_ERR_CONNECT_TIMEOUT: "The host does not answer; if a proxy is needed, pass a fetch option that uses it.",
  DEPTH_ZERO_SELF_SIGNED_CERT: privateAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: privateAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: privateAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: privateAuthority,
};
