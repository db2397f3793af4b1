import ts from "typescript";
import { type SourceModule, visitAll } from "./source-module.ts";

/** The types of the events that a module declares: members `type` of interfaces `…Event`, and unions `…EventType`. */
export function declaredEvents({ source }: SourceModule): readonly string[] {
  const found: string[] = [];
  visitAll(source, (node) => {
    if (ts.isInterfaceDeclaration(node) && node.name.text.endsWith("Event"))
      for (const member of node.members)
        if (ts.isPropertySignature(member) && member.name.getText(source) === "type" && member.type !== undefined)
          found.push(...literalsOf(member.type));
    if (ts.isTypeAliasDeclaration(node) && node.name.text.endsWith("EventType")) found.push(...literalsOf(node.type));
  });
  return found;
}

/** Texts in expressions of a module: what it can tell. */
export function writtenTexts({ source }: SourceModule): readonly string[] {
  const found: string[] = [];
  visitAll(source, (node) => {
    if (ts.isStringLiteral(node) && !ts.isLiteralTypeNode(node.parent)) found.push(node.text);
  });
  return found;
}

/** The texts that a member `type` of an object literal has, where the object is given to a function `report`. */
export function reportedEvents({ source }: SourceModule): readonly string[] {
  const found: string[] = [];
  visitAll(source, (node) => {
    if (!ts.isCallExpression(node) || !/(?:^|\.)report$/.test(node.expression.getText(source).replace("?", ""))) return;
    for (const given of node.arguments) {
      if (!ts.isObjectLiteralExpression(given)) continue;
      for (const member of given.properties)
        if (
          ts.isPropertyAssignment(member) &&
          member.name.getText(source) === "type" &&
          ts.isStringLiteral(member.initializer)
        )
          found.push(member.initializer.text);
    }
  });
  return found;
}

function literalsOf(node: ts.TypeNode): readonly string[] {
  const parts = ts.isUnionTypeNode(node) ? node.types : [node];
  return parts.flatMap((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal) ? [part.literal.text] : [],
  );
}

/** A table of docs/events.md: the folders or files that its events are declared in, and their types. */
export interface EventSection {
  readonly rooms: readonly string[];
  readonly types: readonly string[];
}

/** The tables of the page. A heading names the rooms: `## Metadata and keys (\`src/metadata\`)`. */
export function readEventSections(page: string): readonly EventSection[] {
  return page
    .split("\n## ")
    .slice(1)
    .map((section) => ({
      rooms: [...(section.split("\n", 1)[0] ?? "").matchAll(/`(src\/[\w/.-]+)`/g)].flatMap(([, room]) => room ?? []),
      types: [...section.matchAll(/^\| `([\w.-]+)` \| \S/gm)].flatMap(([, type]) => type ?? []),
    }))
    .filter(({ rooms }) => rooms.length > 0);
}
