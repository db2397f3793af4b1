import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no link to an issuer",
  evil: { webfinger: set({ links: [{ rel: "http://webfinger.net/rel/avatar", href: "https://example.com/a.png" }] }) },
  twin: {
    webfinger: ({ links }) => ({
      links: [{ rel: "http://webfinger.net/rel/avatar" }, ...(Array.isArray(links) ? links : [])],
    }),
  },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/links" },
};
