/** Whether a text is a colour as `#rrggbb`. */
export function isColor(text: string): boolean {
  return /^#[\da-f]{6}$/i.test(text);
}

/** Black or white, whichever reads better on a colour. */
export function textColorOn(color: string): string {
  return contrast(color, white) >= contrast(color, nearBlack) ? white : nearBlack;
}

/**
 * The colour, mixed with white or black until its contrast with another is enough.
 * @param contrastWanted - 1 to 21; 3 for the outline of a control, 4.5 for text
 * @see WCAG 2.2, success criteria 1.4.3 and 1.4.11
 */
export function withContrast(color: string, other: string, contrastWanted: number): string {
  const towards = textColorOn(other);
  for (let step = 0; step < 20; step += 1) {
    const mixed = mixColors(color, towards, step / 20);
    if (contrast(mixed, other) >= contrastWanted) return mixed;
  }
  return towards;
}

/** A colour between two: 0 is the first, 1 the second. */
export function mixColors(one: string, other: string, share: number): string {
  const [from, to] = [readChannels(one), readChannels(other)];
  const mixed = from.map((channel, index) => Math.round(channel + ((to[index] ?? 0) - channel) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** Contrast of two colours: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance in sRGB. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = readChannels(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function readChannels(color: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}

const white = "#ffffff";
const nearBlack = "#0b0d12";
