import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a page whose host only looks like the provider's",
  evil: { device: set({ verification_uri: "https://id.ехample.com/device" }) },
  twin: { device: set({ verification_uri: "https://xn--80ak6aa92e.example.com/device" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_UNSAFE_TEXT", parameter: "verification_uri" },
};
