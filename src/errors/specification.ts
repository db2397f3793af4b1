import { documentLabels } from "../../generated/documents.ts";
import type { SpecificationReference } from "./auth-error.ts";

/**
 * A reference to a section of a specification, with the label that every text of this library uses.
 * @param document - folder name under `specs/`, e.g. `rfc6749` or `oidc-core`
 * @param section - number or heading, e.g. `5.1`
 */
export function specification(document: string, section: string): SpecificationReference {
  const name = documentLabel(document);
  return {
    document,
    section,
    label: /^[0-9A-Z][0-9A-Z.]*$/.test(section) ? `${name} §${section}` : `${name}, ${section}`,
  };
}

/** The label of a document: `RFC 6749`, `OpenID Connect Core`. */
export function documentLabel(document: string): string {
  return documentLabels[document] ?? (document.startsWith("rfc") ? `RFC ${document.slice(3)}` : document);
}
