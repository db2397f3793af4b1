import type { SpecificationReference } from "./auth-error.ts";

/**
 * A reference to a section of a specification, with the label that every text of this library uses.
 * @param document - folder name under `specs/`, e.g. `rfc6749` or `oidc-core`
 * @param section - number or heading, e.g. `5.1`
 */
export function specification(document: string, section: string): SpecificationReference {
  const name = documentNames[document] ?? (document.startsWith("rfc") ? `RFC ${document.slice(3)}` : document);
  return {
    document,
    section,
    label: /^[0-9A-Z][0-9A-Z.]*$/.test(section) ? `${name} §${section}` : `${name}, ${section}`,
  };
}

/** Labels of the documents that are not RFCs; a test holds them against each `specs/<document>/document.json`. */
const documentNames: Readonly<Record<string, string>> = {
  ciba: "CIBA Core",
  "draft-abca": "Attestation-Based Client Authentication (draft)",
  "draft-cimd": "OAuth Client ID Metadata Document (draft)",
  "draft-identity-chaining": "Identity Chaining (draft)",
  "draft-status-list": "Token Status List (draft)",
  "fapi1-part2": "FAPI 1.0 Advanced",
  "fapi2-message-signing": "FAPI 2.0 Message Signing",
  "fapi2-security": "FAPI 2.0 Security Profile",
  jarm: "JARM",
  "oauth-form-post": "OAuth 2.0 Form Post Response Mode",
  "oauth-responses": "OAuth 2.0 Multiple Response Types",
  "oidc-backchannel": "OpenID Connect Back-Channel Logout",
  "oidc-core": "OpenID Connect Core",
  "oidc-discovery": "OpenID Connect Discovery",
  "oidc-frontchannel": "OpenID Connect Front-Channel Logout",
  "oidc-prompt-create": "Prompt Create",
  "oidc-registration": "OpenID Connect Dynamic Client Registration",
  "oidc-rp-initiated": "OpenID Connect RP-Initiated Logout",
  "oidc-session": "OpenID Connect Session Management",
  "openid-federation": "OpenID Federation",
  webcrypto: "Web Cryptography",
};
