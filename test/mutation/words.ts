import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** The part of a syntax tree's place that is looked at. */
interface Place {
  readonly node: { readonly type: string; readonly value?: unknown; readonly quasis?: readonly Quasi[] };
}

interface Quasi {
  readonly value: { readonly raw: string };
}

/** Leaves the words of errors and events alone: a text with spaces is read by people, and tests do not repeat every sentence. */
export const strykerPlugins: readonly unknown[] = [
  declareValuePlugin(PluginKind.Ignore, "words", {
    shouldIgnore: ({ node }: Place) => (isSentence(node) ? "a sentence for people" : undefined),
  }),
];

function isSentence({ type, value, quasis = [] }: Place["node"]): boolean {
  if (type === "StringLiteral") return typeof value === "string" && value.includes(" ");
  return type === "TemplateLiteral" && quasis.some((part) => part.value.raw.includes(" "));
}
