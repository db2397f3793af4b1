import { oauthResponsesLabel, oidcCoreLabel } from "../../generated/documents.ts";
import type { DocumentLabel } from "../../generated/message-schema.ts";
import type { SpecificationReference } from "./auth-error.ts";

/**
 * A reference to a section of a specification, with the label that every text of this library uses.
 * @param document - folder name under `specs/`, e.g. `rfc6749` or `oidc-core`
 * @param section - number or heading, e.g. `5.1`
 * @param labels - of the message that cites it; code may cite RFCs and the documents in `citedByCode`
 */
export function specification(
  document: string,
  section: string,
  labels: readonly DocumentLabel[] = [],
): SpecificationReference {
  const name = documentLabel(document, labels);
  return {
    document,
    section,
    label: /^[0-9A-Z][0-9A-Z.]*$/.test(section) ? `${name} §${section}` : `${name}, ${section}`,
  };
}

/** The label of a document: `RFC 6749`, `OpenID Connect Core`. */
export function documentLabel(document: string, labels: readonly DocumentLabel[] = []): string {
  const own = [...citedByCode, ...labels].find(([id]) => id === document);
  return own?.[1] ?? document.replace(/^rfc/, "RFC ");
}

/** What hand-written code cites besides RFCs. Whatever else has a label comes with the messages that cite it. */
const citedByCode: readonly DocumentLabel[] = [oidcCoreLabel, oauthResponsesLabel];
