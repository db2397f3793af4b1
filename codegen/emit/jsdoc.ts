import type { Provenance, SpecSet } from "../model.ts";
import { lineWidth } from "./print.ts";

/** A JSDoc comment with its final line break: on one line where it fits, else one line per wrapped line. */
export function docComment(paragraphs: readonly string[], indent: string): string {
  const lines = commentLines(paragraphs, indent.length);
  const [only = ""] = lines;
  if (lines.length === 1 && `${indent}/** ${only} */`.length <= lineWidth) return `${indent}/** ${only} */\n`;
  const body = lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`);
  return `${indent}/**\n${body.join("")}${indent} */\n`;
}

/** The lines of a comment: prose paragraphs apart by a blank line, block tags below each other, prose wrapped. */
export function commentLines(paragraphs: readonly string[], indentation: number): readonly string[] {
  return paragraphs.flatMap((paragraph, index) => {
    const isTag = paragraph.startsWith("@");
    const apart = index > 0 && !(isTag && paragraphs[index - 1]?.startsWith("@") === true);
    const text = paragraph.replaceAll("*/", "*\\/");
    const lines = isTag ? [text] : wrap(text, lineWidth - indentation - " * ".length);
    return apart ? ["", ...lines] : lines;
  });
}

/**
 * Breaks prose at spaces so that no line is longer, save for a word that alone is. Inline tags and code stay whole,
 * and no line begins like a block tag.
 */
export function wrap(text: string, columns: number): readonly string[] {
  const words = text.match(/(?:\{@[^}]*\}|`[^`]*`|\S)+/g) ?? [];
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const fits = last !== undefined && last.length + 1 + word.length <= columns;
    if (last !== undefined && (fits || word.startsWith("@"))) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length === 0 ? [""] : lines;
}

/** One `@see` with link per section that speaks about a member or a message. */
export function seeSections(provenance: readonly Provenance[], specs: SpecSet): readonly string[] {
  const lines = provenance.map(({ document, section }) => {
    const known = specs.documents.get(document);
    const label = `${known?.label ?? document}${isNumbered(section) ? ` §${section}` : `, ${section}`}`;
    const anchor = section.split(/[ ,]/)[0] ?? section;
    const url = known?.sectionUrl?.replace("{section}", anchor) ?? known?.url;
    return url === undefined ? `@see ${label}` : `@see {@link ${url} | ${label}}`;
  });
  return [...new Set(lines)];
}

function isNumbered(section: string): boolean {
  return /^[0-9A-Z][0-9A-Z.]*$/.test(section);
}
