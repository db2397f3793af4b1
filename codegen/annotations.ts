/** Keywords that assert nothing about a value, so that they may stand beside `$ref`. */
export const annotations: ReadonlySet<string> = new Set([
  "description",
  "default",
  "deprecated",
  "x-spec",
  "x-sensitive",
  "x-tolerance",
  "x-open-enum",
  "x-encoding",
]);
