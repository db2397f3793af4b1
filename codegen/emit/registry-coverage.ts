import { isObject, type JsonObject, objectAt, stringsAt, textAt } from "../json.ts";
import type { FlatMember, FlatMessage, SpecSet } from "../model.ts";

/** Lists every registered name with the messages, members or exchanges that hold it, or with the reason why none does. */
export function listRegisteredNames(messages: readonly FlatMessage[], specs: SpecSet): readonly string[] {
  const used = collectWords([...specs.openapi.values()]);
  return [...specs.registries].flatMap(([registry, rows]) => [
    `### ${registry}`,
    "",
    "| name | where |",
    "|---|---|",
    ...[...labelled(rows, registry)].map(
      ([label, words]) =>
        `| \`${label.replaceAll("|", "\\|")}\` | ${placeOf(words, label, { registry, messages, specs, used })} |`,
    ),
    "",
  ]);
}

interface Search {
  readonly registry: string;
  readonly messages: readonly FlatMessage[];
  readonly specs: SpecSet;
  /** Words of the OpenAPI documents: header fields, media types, paths, schemes. */
  readonly used: ReadonlySet<string>;
}

/** Names by label; where a registry has a name for several kinds, the label tells the kind. A media type has its `typ` too. */
function labelled(rows: readonly JsonObject[], registry: string): ReadonlyMap<string, readonly string[]> {
  const labels = new Map<string, readonly string[]>();
  for (const row of rows) {
    const name = textAt(row, "name");
    const kind = registry === "unregistered-names" ? textAt(row, "kind") : undefined;
    if (name !== undefined)
      labels.set(kind === undefined ? name : `${name} (${kind})`, [name, textAt(row, "typ") ?? name]);
  }
  return labels;
}

function placeOf(words: readonly string[], label: string, { registry, messages, specs, used }: Search): string {
  const reasons = specs.notPlanned.get(registry);
  const reason = reasons?.get(label) ?? reasons?.get(words[0] ?? "");
  if (reason !== undefined) return `not planned: ${reason}`;
  const held = holders.get(registry) ?? (() => true);
  const places = messages
    .filter((message) => held(message))
    .flatMap(({ title, members }) => members.flatMap((member) => placeIn(member, words, title)));
  if (places.length > 0) return shorten(places);
  const elsewhere = messages.flatMap(({ title, members }) =>
    members.flatMap((member) => placeIn(member, words, title)),
  );
  if (elsewhere.length > 0) return shorten(elsewhere);
  const isUsed = words.some((name) => [name, `/.well-known/${name}`].some((word) => used.has(word.toLowerCase())));
  return isUsed ? "the exchanges of specs/openapi" : "nowhere";
}

/** As a member's name, or as one of the values that it is known to have. */
function placeIn(member: FlatMember, words: readonly string[], title: string): readonly string[] {
  if (words.includes(member.name)) return [title];
  const values = knownValues(member);
  return words.some((word) => values.has(word)) ? [`${title}.${member.name}`] : [];
}

function knownValues({ assertions, openEnum }: FlatMember): ReadonlySet<string> {
  const items = objectAt(assertions, "items");
  const constants = [textAt(assertions, "const"), textAt(items, "const")].filter((value) => value !== undefined);
  return new Set([...openEnum, ...stringsAt(assertions, "enum"), ...stringsAt(items, "enum"), ...constants]);
}

function shorten(places: readonly string[]): string {
  const different = [...new Set(places)];
  const more = different.length > mostPlaces ? ` and ${different.length - mostPlaces} more` : "";
  return different.slice(0, mostPlaces).join(", ") + more;
}

/** Every key and every text of the documents, in lower case. */
function collectWords(value: unknown, words: Set<string> = new Set()): Set<string> {
  if (typeof value === "string") words.add(value.toLowerCase());
  if (Array.isArray(value)) for (const element of value) collectWords(element, words);
  if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      words.add(key.toLowerCase());
      collectWords(member, words);
    }
  }
  return words;
}

/** Messages that a registry is about; a name that none of them holds is looked for in all. */
const holders: ReadonlyMap<string, (message: FlatMessage) => boolean> = new Map([
  ["jose-header-parameters", ({ name }) => name.endsWith("-header")],
  ["jose-algorithms", ({ name }) => name.endsWith("-header")],
  ["jose-jwk-parameters", ({ name }) => name.startsWith("jwk")],
  ["jose-jwk-types", ({ name }) => name.startsWith("jwk")],
  ["jwt-claims", ({ wire }) => wire === "jwt-claims"],
  ["jwt-confirmation-methods", ({ name }) => name === "confirmation"],
  ["oauth-authorization-server-metadata", ({ name }) => name.endsWith("-server-metadata")],
  ["oauth-client-metadata", ({ name }) => name === "client-metadata" || name.startsWith("registration-re")],
  ["oauth-extension-errors", ({ name }) => name.endsWith("-error") || name === "resource-challenge"],
  ["oauth-parameters", ({ name, wire }) => wire === "query" || wire === "form" || name.startsWith("token-")],
  ["oauth-protected-resource-metadata", ({ name }) => name === "protected-resource-metadata"],
  ["oauth-token-introspection-response", ({ name }) => name === "introspection-response"],
]);

const mostPlaces = 6;
