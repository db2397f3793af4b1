import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an issuer that is a script",
  evil: {
    webfinger: ({ links }) => ({ links: Array.isArray(links) ? [{ ...links[0], href: "javascript:alert(1)" }] : [] }),
  },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/links/0" },
};
