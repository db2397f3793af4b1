import { objectsAt } from "../json.ts";
import type { SchemaFile } from "../model.ts";
import type { SpecProblem } from "../problems.ts";

/** Checks that each rule of a contribution says one thing, in the form that a validator turns into one condition. */
export function lintRules(file: SchemaFile): readonly SpecProblem[] {
  return objectsAt(file.schema, "allOf").flatMap((rule, index) => {
    const at = { file: file.path, pointer: `/allOf/${index}` };
    if ("$ref" in rule)
      return [{ ...at, message: "A contribution composes nothing.", remedy: "Move the $ref to specs/messages." }];
    const forms = ["dependentRequired", "not", "anyOf", "oneOf", "if"].filter((keyword) => keyword in rule);
    if (forms.length !== 1) {
      const found = forms.length === 0 ? "nothing" : forms.join(" and ");
      return [
        {
          ...at,
          message: `A rule says one thing, this one ${found}.`,
          remedy: "Write one of dependentRequired, not, anyOf, oneOf, or if with then.",
        },
      ];
    }
    return [];
  });
}
