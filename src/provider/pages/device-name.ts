/** A device as a person knows it. */
export interface DeviceName {
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
  readonly isPhone: boolean;
}

/** Reads names from a `User-Agent`. It is a guess for the eyes, and nothing may rest on it. */
export function describeDevice(userAgent: string): DeviceName {
  const agent = userAgent.slice(0, maxLength);
  const find = (names: readonly (readonly [string, RegExp])[]): string | undefined =>
    names.find(([, pattern]) => pattern.test(agent))?.[0];
  return {
    browser: find(browsers),
    system: find(systems),
    isPhone: /iPhone|Android.*Mobile|Mobile.*Firefox/.test(agent),
  };
}

/** Those that call themselves by the name of another, too, come before the other. */
const browsers: readonly (readonly [string, RegExp])[] = [
  ["Edge", /\bEdg(?:A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bVersion\/[\d.]+.* Safari\//],
];
const systems: readonly (readonly [string, RegExp])[] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows NT\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
];
const maxLength = 400;
