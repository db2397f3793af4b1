import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an issuer without TLS",
  evil: {
    webfinger: ({ links }) => ({ links: Array.isArray(links) ? [{ ...links[0], href: "http://id.example.com" }] : [] }),
  },
  twin: {
    webfinger: ({ links }) => ({
      links: Array.isArray(links) ? [{ ...links[0], href: "https://other.example.com" }] : [],
    }),
  },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/links/0" },
};
