import { textAt } from "../json.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import { camelCase, pascalCase } from "../names.ts";
import type { SpecProblem } from "../problems.ts";

/** Checks that files and messages have the names that generated code can use: `$id` is the path, titles and scalars clash with nothing. */
export function lintNames(specs: SpecSet): readonly SpecProblem[] {
  const files = [...specs.commons.values(), ...specs.contributions.values(), ...specs.compositions.values()];
  return [
    ...files.flatMap(lintIdentity),
    ...lintTitles(specs),
    ...[...specs.commons.values()].flatMap((file) => lintScalarName(file, specs)),
  ];
}

function lintIdentity({ path, schema }: SchemaFile): readonly SpecProblem[] {
  if (schema.$id === path) return [];
  return [{ file: path, pointer: "/$id", message: "The $id differs from the path.", remedy: `Make it ${path}.` }];
}

function lintTitles(specs: SpecSet): readonly SpecProblem[] {
  const seen = new Map<string, string>();
  return [...specs.compositions.values()].flatMap((file): readonly SpecProblem[] => {
    const title = textAt(file.schema, "title") ?? "";
    const other = seen.get(title);
    seen.set(title, file.path);
    const at = { file: file.path, pointer: "/title" };
    if (other !== undefined)
      return [{ ...at, message: `${title} is also the title of specs/${other}.`, remedy: "Message names are unique." }];
    const wanted = pascalCase(file.name);
    if (title === wanted) return [];
    return [{ ...at, message: `The title is ${title}.`, remedy: `Make it ${wanted}, after the file.` }];
  });
}

function lintScalarName({ path, name }: SchemaFile, specs: SpecSet): readonly SpecProblem[] {
  const at = { file: path, pointer: "" };
  const identifier = camelCase(name);
  if (!/^[a-z][A-Za-z0-9]*$/.test(identifier) || reserved.test(identifier)) {
    const message = `Generated code cannot have a variable ${identifier}.`;
    return [{ ...at, message, remedy: "Choose another file name." }];
  }
  if (!specs.compositions.has(name)) return [];
  return [{ ...at, message: `${name} is a message, too.`, remedy: "Choose another file name." }];
}

/** Words of the language, and names that generated validators use. */
const reserved =
  /^(await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|let|new|null|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield|arguments|eval|undefined|problems|data|report|reportText|hasElement|countProblems|instancePath|(localized|data|element|i|item|indices|j|key|len|missing|pattern|schema|valid)[0-9]+)$/;
