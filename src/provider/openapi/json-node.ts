import { isRecord } from "../../schema/is-record.ts";

/** An object of a JSON document. */
export type JsonNode = Readonly<Record<string, unknown>>;

/** The object that a member is; an empty one where it is none. */
export function nodeAt(node: unknown, ...names: readonly string[]): JsonNode {
  let current = node;
  for (const name of names) current = isRecord(current) && Object.hasOwn(current, name) ? current[name] : undefined;
  return isRecord(current) ? current : {};
}

/** The text that a member is; an empty one where it is none. */
export function textAt(node: JsonNode, name: string): string {
  const value = Object.hasOwn(node, name) ? node[name] : undefined;
  return typeof value === "string" ? value : "";
}

/** The list that a member is; an empty one where it is none. */
export function listAt(node: JsonNode, name: string): readonly unknown[] {
  const value = Object.hasOwn(node, name) ? node[name] : undefined;
  return Array.isArray(value) ? value : [];
}

/** The part of a document that a reference inside it means; what is no reference is itself. */
export function followReference(document: JsonNode, node: unknown): JsonNode {
  const reference = textAt(nodeAt(node), "$ref");
  return reference.startsWith("#/") ? nodeAt(document, ...reference.slice(2).split("/")) : nodeAt(node);
}

/** Finds the components that parts of a document refer to, and those that these refer to. */
export function collectReferences(document: JsonNode, roots: readonly unknown[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    if (!isRecord(value)) return;
    const reference = textAt(value, "$ref");
    if (reference.startsWith("#/") && !found.has(reference)) {
      found.add(reference);
      visit(followReference(document, value));
    }
    for (const member of Object.values(value)) visit(member);
  };
  visit(roots);
  return found;
}
