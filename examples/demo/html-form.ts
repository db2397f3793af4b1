/** A form as a browser would send it. */
export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  /** Every field with the value it has in the page, but for boxes that are not checked. */
  readonly fields: readonly HtmlField[];
  /** What submits it. One without a name sends nothing of its own. */
  readonly buttons: readonly HtmlButton[];
}

/** One `<input>` of a form. */
export interface HtmlField {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** One button of a form. */
export interface HtmlButton {
  readonly name: string;
  readonly value: string;
}

/** Reads the first form of a page; enough HTML for pages whose shape is known, not for any page of the web. */
export function parseFirstForm(html: string): HtmlForm | undefined {
  const found = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(html);
  if (found === null) return undefined;
  const [, tag = "", content = ""] = found;
  const form = parseAttributes(tag);
  const controls = [...content.matchAll(/<(input|button)\b([^>]*)>/gi)].map(([, element = "", text = ""]) => {
    const attributes = parseAttributes(text);
    return {
      name: attributes.get("name") ?? "",
      type: attributes.get("type") ?? (element.toLowerCase() === "button" ? "submit" : "text"),
      value: attributes.get("value") ?? "",
      isSent: attributes.get("type") !== "checkbox" || attributes.has("checked"),
    };
  });
  return {
    action: form.get("action") ?? "",
    method: (form.get("method") ?? "get").toUpperCase(),
    fields: controls
      .filter(({ name, type, isSent }) => name !== "" && isSent && type !== "submit" && type !== "button")
      .map(({ name, type, value }) => ({ name, type, value })),
    buttons: controls.filter(({ type }) => type === "submit").map(({ name, value }) => ({ name, value })),
  };
}

/** The page's heading or title, for a trace. */
export function parseHeading(html: string): string {
  const [, text = ""] = /<h1[^>]*>([\s\S]*?)<\/h1>/i.exec(html) ?? /<title[^>]*>([^<]*)</i.exec(html) ?? [];
  return decodeEntities(text.replace(/<[^>]*>/g, "").trim());
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
