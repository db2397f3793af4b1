import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a link without its relation (RFC 7033 §4.4.4.1)",
  evil: {
    webfinger: ({ links }) => ({ links: [{ href: "https://evil.example" }, ...(Array.isArray(links) ? links : [])] }),
  },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/links/0/rel" },
};
