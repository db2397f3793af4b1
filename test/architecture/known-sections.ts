import { listFiles, readText } from "./source-module.ts";

/** A specification that code may cite. */
export interface KnownDocument {
  readonly id: string;
  /** The one spelling in texts. */
  readonly label: string;
  readonly sections: ReadonlySet<string>;
}

/** Every document of `specs/` by identifier, with the sections that its members come from or that `document.json` lists. */
export function readKnownDocuments(): ReadonlyMap<string, KnownDocument> {
  const sections = new Map<string, Set<string>>();
  for (const path of listFiles("specs", ".schema.json")) collectSections(JSON.parse(readText(path)), sections);
  return new Map(
    listFiles("specs", "/document.json").map((path) => {
      const document: unknown = JSON.parse(readText(path));
      if (!isRecord(document)) throw new TypeError(`${path} is not an object.`);
      const id = String(document.id);
      const listed = isRecord(document.sections) ? Object.keys(document.sections) : [];
      return [id, { id, label: String(document.label), sections: new Set([...(sections.get(id) ?? []), ...listed]) }];
    }),
  );
}

function collectSections(value: unknown, sections: Map<string, Set<string>>): void {
  if (Array.isArray(value)) for (const item of value) collectSections(item, sections);
  if (!isRecord(value)) return;
  const spec = value["x-spec"];
  if (isRecord(spec)) {
    const id = String(spec.document);
    sections.set(id, (sections.get(id) ?? new Set()).add(String(spec.section)));
  }
  for (const member of Object.values(value)) collectSections(member, sections);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
