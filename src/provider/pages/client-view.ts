import { type JsonMembers, readTextMember } from "../../util/json-member.ts";
import { parseUrl } from "../../util/url.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import { cleanForeignText } from "./foreign-text.ts";
import { parentLanguages } from "./language.ts";
import type { ClientView } from "./views.ts";

/**
 * Tells a person of a client: its name and pages in their language where the metadata has them, else in the client's own.
 * @see RFC 7591 §2.2
 */
export function viewClient({ clientId, metadata }: RegisteredClient, language: string): ClientView {
  const read = (name: string): string | undefined => readInLanguage({ ...metadata }, name, language);
  const url = (name: string): string | undefined => cleanWebUrl(read(name));
  const name = cleanForeignText(read("client_name") ?? "");
  return {
    clientId,
    name: name === "" ? cleanForeignText(clientId) : name,
    logoUri: url("logo_uri"),
    uri: url("client_uri"),
    policyUri: url("policy_uri"),
    termsUri: url("tos_uri"),
  };
}

/** A URL that may stand in a link: `https` only, without user information. */
function cleanWebUrl(text: string | undefined): string | undefined {
  const url = text === undefined || text.length > maxUrlLength ? undefined : parseUrl(text);
  const isPlain = url !== undefined && url.protocol === "https:" && url.username === "" && url.password === "";
  return isPlain ? url.href : undefined;
}

function readInLanguage(metadata: JsonMembers, name: string, language: string): string | undefined {
  const wanted = parentLanguages(language).map((tag) => `${name}#${tag}`.toLowerCase());
  const tagged = Object.keys(metadata).filter((member) => member.startsWith(`${name}#`));
  for (const want of wanted) {
    const member = tagged.find((candidate) => candidate.toLowerCase() === want);
    const text = member === undefined ? undefined : readTextMember(metadata, member);
    if (text !== undefined) return text;
  }
  return readTextMember(metadata, name);
}

const maxUrlLength = 2000;
