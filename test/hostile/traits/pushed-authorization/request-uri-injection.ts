import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a request_uri with further parameters of its own",
  evil: { pushed: set({ request_uri: "urn:x&redirect_uri=https://evil.example/ b" }) },
  twin: { pushed: set({ request_uri: "urn:x:a&redirect_uri=https:evil" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/request_uri" },
};
