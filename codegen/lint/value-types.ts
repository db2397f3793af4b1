import { type JsonObject, stringsAt, textAt } from "../json.ts";
import type { SpecSet } from "../model.ts";
import { referenceName } from "../names.ts";

/** The JSON types that a member may have, through its reference; none when its schema leaves that open. */
export function valueTypes(member: JsonObject, specs: SpecSet): readonly string[] {
  const reference = textAt(member, "$ref");
  if (reference?.includes("messages/") === true) return ["object"];
  const schema = reference === undefined ? member : (specs.commons.get(referenceName(reference))?.schema ?? {});
  const type = textAt(schema, "type");
  return type === undefined ? stringsAt(schema, "type") : [type];
}
