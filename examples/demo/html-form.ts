/** A form as a browser would send it. */
export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  /** Every field with the value it has in the page. */
  readonly fields: readonly HtmlField[];
}

/** One `<input>` of a form. */
export interface HtmlField {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Reads the first form of a page; enough HTML for pages whose shape is known, not for any page of the web. */
export function parseFirstForm(html: string): HtmlForm | undefined {
  const found = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(html);
  if (found === null) return undefined;
  const [, tag = "", content = ""] = found;
  const form = parseAttributes(tag);
  const inputs = [...content.matchAll(/<input\b([^>]*)>/gi)].map(([, attributes = ""]) => parseAttributes(attributes));
  return {
    action: form.get("action") ?? "",
    method: (form.get("method") ?? "get").toUpperCase(),
    fields: inputs.flatMap((input) => {
      const name = input.get("name");
      return name === undefined ? [] : [{ name, type: input.get("type") ?? "text", value: input.get("value") ?? "" }];
    }),
  };
}

/** The page's heading or title, for a trace. */
export function parseHeading(html: string): string {
  const [, text = ""] = /<h1[^>]*>([^<]*)</i.exec(html) ?? /<title[^>]*>([^<]*)</i.exec(html) ?? [];
  return decodeEntities(text.trim());
}

function parseAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single, bare] of text.matchAll(attribute)) {
    attributes.set(name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ""));
  }
  return attributes;
}

function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (entity, name: string) => entities[name] ?? entity);
}

const attribute = /([a-z][a-z0-9-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>/]+)))?/gi;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
