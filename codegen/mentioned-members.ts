import { isObject, type JsonObject, objectAt, objectsAt, stringsAt } from "./json.ts";

/** Names of members of the message itself that a rule speaks of; what is said about the value of a member is about members of that value. */
export function mentionedMembers(condition: JsonObject): readonly string[] {
  const inner = [condition.not, condition.if, condition.then].filter(isObject);
  const dependent = objectAt(condition, "dependentRequired");
  return [
    ...stringsAt(condition, "required"),
    ...Object.keys(objectAt(condition, "properties")),
    ...Object.keys(dependent).flatMap((name) => [name, ...stringsAt(dependent, name)]),
    ...[...inner, ...objectsAt(condition, "anyOf"), ...objectsAt(condition, "oneOf")].flatMap(mentionedMembers),
  ];
}
