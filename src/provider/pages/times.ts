/** A duration in words: `40 seconds`, `5 minutes`. */
export function writeDuration(seconds: number, language: string): string {
  const whole = Math.max(1, Math.ceil(seconds));
  const [amount, unit] = whole < 90 ? [whole, "second"] : [Math.ceil(whole / 60), "minute"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}

/** How long ago something was, in words. */
export function writeAge(thenMs: number, nowMs: number, language: string): string {
  const seconds = Math.max(0, (nowMs - thenMs) / 1000);
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? ["second", 1];
  const amount = unit === "second" ? 0 : Math.floor(seconds / length);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-amount, unit);
}

/** A day, as the language writes it. Which day it is where the person is, nobody knows here: it is that of UTC. */
export function writeDate(timeMs: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(timeMs);
}

const units: readonly (readonly ["day" | "hour" | "minute", seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];
