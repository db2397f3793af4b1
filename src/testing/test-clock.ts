import { ConfigurationError } from "../errors/families.ts";
import { systemClock } from "../util/clock.ts";

/** A clock that stands still until a test moves it. It is a function, so that it can be given wherever an option `clock` is. */
export interface TestClock {
  /** Tells the time as milliseconds since 1970-01-01T00:00:00Z. */
  (): number;
  /** Lets so many milliseconds pass. */
  readonly advance: (milliseconds: number) => void;
  /** Puts it to a time, which may lie in the past: milliseconds, a date, or a text such as `2027-01-31T12:00:00Z`. */
  readonly set: (time: number | Date | string) => void;
}

/**
 * Creates a clock for tests. Give one clock to everything that takes part: two clocks that differ make tokens that are expired or not valid yet.
 *
 * @param start - Default: the machine's time, once
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for what is no time
 */
export function createTestClock(start: number | Date | string = systemClock()): TestClock {
  let nowMs = readTime(start, "start");
  return Object.freeze(
    Object.assign(() => nowMs, {
      advance(milliseconds: number): void {
        nowMs += readTime(milliseconds, "milliseconds");
      },
      set(time: number | Date | string): void {
        nowMs = readTime(time, "time");
      },
    }),
  );
}

function readTime(time: unknown, parameter: string): number {
  const milliseconds = time instanceof Date ? time.getTime() : typeof time === "string" ? Date.parse(time) : time;
  if (typeof milliseconds === "number" && Number.isFinite(milliseconds)) return milliseconds;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} must be a time.`,
    parameter,
    remedy: "Give milliseconds, a Date, or a text such as 2027-01-31T12:00:00Z.",
  });
}
