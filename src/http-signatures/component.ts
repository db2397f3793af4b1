import { formatItem, type Item, parseItem } from "./structured-field.ts";

/**
 * Reads a component as the options of this library spell it: the name, with its parameters behind, as in `@method;req`,
 * `@query-param;name="Pet"` or `signature;key="sig1"`. Upper case in the name is made lower case. `undefined` where the text is none.
 * @see RFC 9421 §2
 */
export function parseComponent(text: string): Item | undefined {
  const end = text.indexOf(";") === -1 ? text.length : text.indexOf(";");
  const name = text.slice(0, end).toLowerCase();
  return componentName.test(name) ? parseItem(`"${name}"${text.slice(end)}`) : undefined;
}

/** Writes a component as {@link parseComponent} reads it. */
export function describeComponent(component: Item): string {
  const [, name = "", parameters = ""] = /^"([^"]*)"(.*)$/.exec(formatItem(component)) ?? [];
  return `${name}${parameters}`;
}

/** What makes two components one: the name and the parameters, in whatever order. */
export function componentIdentity({ value, parameters }: Item): string {
  const parts = [...parameters].map(
    ([name, parameter]) => formatItem({ value: parameter, parameters: new Map() }) + name,
  );
  return [formatItem({ value, parameters: new Map() }), ...parts.sort()].join(";");
}

/** Whether an item of `Signature-Input` is a component: text that is a field's name in lower case, or begins with `@`. */
export function isComponent({ value }: Item): boolean {
  return typeof value === "string" && value === value.toLowerCase() && componentName.test(value);
}

/** Whether a component is what a request has, in the signature of its response. */
export function isOfRequest({ parameters }: Item): boolean {
  return parameters.get("req") === true;
}

/** Real signatures cover a dozen; every component costs work before it is known who signed. */
export const maxComponents = 32;

const componentName = /^@?[!#$%&'*+.^_`|~\w-]+$/;
