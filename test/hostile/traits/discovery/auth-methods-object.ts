import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "client authentication methods that are an object",
  evil: { metadata: set({ token_endpoint_auth_methods_supported: { 0: "none" } }) },
  twin: { metadata: set({ token_endpoint_auth_methods_supported: ["client_secret_post"] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/token_endpoint_auth_methods_supported" },
};
