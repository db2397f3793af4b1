import { readFileSync } from "node:fs";
import type { MessageSchema } from "../../generated/message-schema.ts";
import { authorizationServerMetadataSchema } from "../../generated/messages/authorization-server-metadata.ts";
import { jwkSetSchema } from "../../generated/messages/jwk-set.ts";
import { openidProviderMetadataSchema } from "../../generated/messages/openid-provider-metadata.ts";

/** The schema that a fetched document was checked against, told by its URL as the library does. */
export function findSchema(document: "metadata" | "jwk-set", url: string): MessageSchema<unknown> {
  if (document === "jwk-set") return jwkSetSchema;
  return url.endsWith("/.well-known/openid-configuration")
    ? openidProviderMetadataSchema
    : authorizationServerMetadataSchema;
}

/** Labels of the specifications whose members a schema joins, those of the messages inside it included. */
export function listDocuments(schema: MessageSchema<unknown>): readonly string[] {
  const inner = [...(schema.base === undefined ? [] : [schema.base]), ...Object.values(schema.nested ?? {})];
  const own = Object.values(schema.members).map((spec) => labelOf(spec.slice(0, spec.indexOf(" "))));
  return [...new Set([...own, ...inner.flatMap(listDocuments)])];
}

function labelOf(document: string): string {
  const text = readFileSync(new URL(`../../specs/${document}/document.json`, import.meta.url), "utf8");
  const parsed: unknown = JSON.parse(text);
  const label = typeof parsed === "object" && parsed !== null && "label" in parsed ? parsed.label : undefined;
  return typeof label === "string" ? label : document;
}
