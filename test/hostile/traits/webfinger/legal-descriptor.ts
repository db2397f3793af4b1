import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "aliases, properties and titles (RFC 7033 §4.4)",
  odd: {
    webfinger: set({ aliases: ["https://example.com/joe"], properties: { "http://example.com/p": null }, "x-y": 1 }),
  },
};
