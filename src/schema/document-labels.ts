import type { MessageSchema } from "../../generated/message-schema.ts";
import { documentLabel } from "../errors/specification.ts";

/** Labels of the specifications that a message is composed of, those of the message it extends first. */
export function documentLabelsOf(schema: MessageSchema<unknown>): readonly string[] {
  const base = schema.base === undefined ? [] : documentLabelsOf(schema.base);
  return [...new Set([...base, ...schema.documents.map((document) => documentLabel(document, schema.labels))])];
}
