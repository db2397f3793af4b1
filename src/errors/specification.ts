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
  "oidc-core": "OpenID Connect Core",
  "oidc-discovery": "OpenID Connect Discovery",
};
