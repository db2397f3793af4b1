/** A form of a page. */
export interface PageForm {
  readonly action: string;
  readonly method: string;
  /** Every named field but buttons, with the value it has in the page. */
  readonly fields: readonly PageField[];
  /** What submits it. */
  readonly buttons: readonly PageField[];
}

/** A field or a button; without a name it is not sent. */
export interface PageField {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Reads every form of a page, and the buttons that name a form by its id; enough HTML for pages of providers. */
export function parseForms(html: string): readonly PageForm[] {
  const outside = parseControls(html).filter(({ form }) => form !== undefined);
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag = "", content = ""]) => {
    const form = parseAttributes(tag);
    const id = form.get("id");
    const controls = [
      ...parseControls(content),
      ...outside.filter((control) => id !== undefined && control.form === id),
    ];
    return {
      action: form.get("action") ?? "",
      method: (form.get("method") ?? "get").toUpperCase(),
      fields: controls.filter(({ type, name }) => type !== "submit" && name !== ""),
      buttons: controls.filter(({ type }) => type === "submit"),
    };
  });
}

/** What a person reads in a page. */
export function parseText(html: string): string {
  const body = html.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, "");
  return decodeEntities(body.replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}

interface Control extends PageField {
  readonly form: string | undefined;
}

function parseControls(html: string): readonly Control[] {
  return [...html.matchAll(/<(input|button)\b([^>]*)>/gi)].map(([, element = "", text = ""]) => {
    const attributes = parseAttributes(text);
    return {
      name: attributes.get("name") ?? "",
      type: (attributes.get("type") ?? (element.toLowerCase() === "button" ? "submit" : "text")).toLowerCase(),
      value: attributes.get("value") ?? "",
      form: attributes.get("form"),
    };
  });
}

function parseAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single, bare] of text.matchAll(attribute)) {
    attributes.set(name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ""));
  }
  return attributes;
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:(amp|lt|gt|quot)|#(\d+)|#x([0-9a-f]+));/gi, (_entity, name, decimal, hex) => {
    if (name !== undefined) return entities[String(name)] ?? "";
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal));
  });
}

const attribute = /([a-z][a-z0-9-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
