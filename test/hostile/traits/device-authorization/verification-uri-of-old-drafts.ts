import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "verification_url, as drafts had it",
  evil: { device: ({ verification_uri, ...honest }) => ({ ...honest, verification_url: verification_uri }) },
  twin: { device: (honest) => ({ ...honest, verification_url: honest.verification_uri }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/verification_uri" },
};
