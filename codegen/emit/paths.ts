import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { isObject, type JsonObject, objectAt, textAt } from "../json.ts";
import type { GeneratedFile, SpecSet } from "../model.ts";
import { camelCase, pascalCase, referenceName } from "../names.ts";
import { header } from "./header.ts";
import { printImports } from "./imports.ts";

/** Emits the `paths` type of each OpenAPI document by openapi-typescript, and the table from path to metadata member. */
export async function emitPaths(specs: SpecSet): Promise<readonly GeneratedFile[]> {
  const files = await Promise.all(
    [...specs.openapi].map(async ([file, document]): Promise<readonly GeneratedFile[]> => {
      const name = file.replace(/\.openapi\.json$/, "");
      const used = new Set<string>();
      const inlined = nameMessages(document, used);
      const nodes = await openapiTS(toOpenApi(inlined), {
        transform: (schema) => messageType(schema),
        immutable: true,
        alphabetize: false,
      });
      const imports = printImports(
        [...used].map((message) => ({
          module: `../messages/${message}.ts`,
          name: pascalCase(message),
          type: true,
        })),
      );
      const source = `specs/openapi/${file}`;
      return [
        { path: `openapi/${name}.ts`, text: `${header(source)}${imports}\n${indentByTwo(astToString(nodes))}` },
        {
          path: `openapi/${name}-endpoints.ts`,
          text: `${header(source)}\n/** The metadata member that holds the URL of each path. */\nexport const ${camelCase(name)}Endpoints = {\n${endpoints(document).join("")}} as const;\n`,
        },
      ];
    }),
  );
  return files.flat();
}

/** TypeScript's printer indents by four spaces, everything else in generated/ by two. */
function indentByTwo(text: string): string {
  return text.replaceAll(/^( {4})+/gm, (spaces) => " ".repeat(spaces.length / 2));
}

/** The string form is what openapi-typescript accepts without knowing our keywords. */
function toOpenApi(document: JsonObject): string {
  return JSON.stringify(document);
}

/** Replaces each reference to a message by a placeholder that `messageType` turns into the generated type's name. */
function nameMessages(value: JsonObject, used: Set<string>): JsonObject {
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit);
    if (!isObject(node)) return node;
    const reference = textAt(node, "$ref");
    if (reference?.endsWith(".schema.json") === true) {
      const message = referenceName(reference);
      used.add(message);
      return { type: "object", "x-message": pascalCase(message) };
    }
    return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, visit(member)]));
  };
  const result = visit(value);
  return isObject(result) ? result : {};
}

function messageType(schema: object): ts.TypeNode | undefined {
  const name: unknown = Reflect.get(schema, "x-message");
  return typeof name === "string" ? ts.factory.createTypeReferenceNode(name) : undefined;
}

function endpoints(document: JsonObject): readonly string[] {
  return Object.entries(objectAt(document, "paths")).flatMap(([path, item]) => {
    const member = isObject(item) ? textAt(item, "x-metadata") : undefined;
    return member === undefined ? [] : [`  ${JSON.stringify(path)}: ${JSON.stringify(member)},\n`];
  });
}
