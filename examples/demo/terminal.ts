/** Writes lines, coloured only where a person watches. */
export interface Terminal {
  /** Writes one line, at once. */
  line(text?: string): void;
  readonly bold: Style;
  readonly dim: Style;
  readonly good: Style;
  readonly bad: Style;
  readonly warn: Style;
  /** A title and a list behind it, broken into lines that fit, each with the same indentation. */
  wrap(title: string, items: readonly string[], indent: string): string;
}

/** Marks a text. */
export type Style = (text: string) => string;

/** A place to write to, as `process.stdout` is. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Creates a terminal over a stream. It has no colours where NO_COLOR is set. */
export function createTerminal(
  output: Output,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Terminal {
  const colours = output.isTTY === true && (environment.NO_COLOR ?? "") === "";
  const style = (code: number): Style => (colours ? (text) => `\u001b[${code}m${text}\u001b[0m` : (text) => text);
  const { columns = 0 } = output;
  const width = columns < narrowest ? widest : Math.min(columns, widest);
  return {
    line: (text = "") => {
      output.write(`${text}\n`);
    },
    bold: style(1),
    dim: style(2),
    good: style(32),
    bad: style(31),
    warn: style(33),
    wrap: (title, items, indent) => wrap([title, ...items], indent, width),
  };
}

function wrap([title = "", ...items]: readonly string[], indent: string, width: number): string {
  const lines: string[] = [];
  let line = title;
  for (const [index, item] of items.entries()) {
    const piece = index === items.length - 1 ? item : `${item}, `;
    if (indent.length + line.length + piece.trimEnd().length > width) {
      lines.push(line.trimEnd());
      line = " ".repeat(title.length);
    }
    line += piece;
  }
  return [...lines, line].map((text) => `${indent}${text}`).join("\n");
}

const widest = 110;
/** Pseudo-terminals without a size say 0. */
const narrowest = 60;
