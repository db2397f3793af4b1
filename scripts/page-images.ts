// `tsx scripts/page-images.ts`: pictures of the provider's pages for the guides, made with a Chromium of the machine.
import { mkdirSync, writeFileSync } from "node:fs";
import { findChromium, launchChromium } from "../test/browser/chromium.ts";
import { pageNames, startPageServer } from "../test/browser/page-server.ts";
import { samples } from "../test/fixtures/provider/pages-samples.ts";
import { packPng } from "./pack-png.ts";
import { root } from "./run.ts";

const path = findChromium();
if (path === undefined) throw new Error("There is no Chromium in PATH or /usr/bin.");
const folder = process.argv[2] ?? `${root}docs/images/provider`;
mkdirSync(folder, { recursive: true });

const server = await startPageServer({
  name: "Example ID",
  footerLinks: [
    { href: "https://example.com/imprint", text: "Imprint" },
    { href: "https://example.com/privacy", text: "Privacy" },
    { href: "https://example.com/help", text: "Help" },
  ],
});
// The page that sends itself on stands still without scripts, and shows its button.
const looks = [
  { name: "desktop-light", colorScheme: "light", viewport: { width: 960, height: 720 } },
  { name: "phone-dark", colorScheme: "dark", viewport: { width: 390, height: 780 } },
] as const;
const browser = await launchChromium(path);
for (const { name, colorScheme, viewport } of looks) {
  for (const page of process.argv[2] === undefined ? Object.keys(samples) : pageNames) {
    const context = await browser.newContext({ colorScheme, viewport, javaScriptEnabled: page !== "formPost" });
    const tab = await context.newPage();
    await tab.goto(`${server.origin}/${page}`);
    const file = page.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const picture = await tab.screenshot({ fullPage: true });
    writeFileSync(`${folder}/${file}-${name}.png`, packPng(picture));
    await context.close();
  }
}
await browser.close();
await server.close();
