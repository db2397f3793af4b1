import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** A Chromium of the machine, or `undefined`. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(":").concat("/usr/bin");
  const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
  return names.flatMap((name) => folders.map((folder) => `${folder}/${name}`)).find((path) => existsSync(path));
}

/** Starts it. In a container there is no other sandbox than the container. */
export async function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--force-color-profile=srgb"] });
}
