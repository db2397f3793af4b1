import type { DocumentLabel } from "../../generated/message-schema.ts";

/** What a token is called in messages, and the section that says how it is verified. */
export interface TokenRules {
  /** `ID token`. */
  readonly name: string;
  /** Folder under `specs/`. */
  readonly document: string;
  readonly section: string;
  /** What texts call the document, unless all code may cite it. */
  readonly labels?: readonly DocumentLabel[];
}

/** Logout tokens share the rules of ID tokens, and cite their own section. */
export const idTokenRules: TokenRules = { name: "ID token", document: "oidc-core", section: "3.1.3.7" };
