import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a link that leads nowhere",
  evil: { webfinger: ({ links }) => ({ links: Array.isArray(links) ? [{ ...links[0], href: undefined }] : [] }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/links/0" },
};
