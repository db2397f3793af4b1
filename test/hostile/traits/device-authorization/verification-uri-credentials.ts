import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a page whose host is only a user name",
  evil: { device: set({ verification_uri: "https://id.example.com@evil.example/device" }) },
  twin: { device: set({ verification_uri: "https://id.example.com/@evil.example/device" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_UNSAFE_TEXT", parameter: "verification_uri" },
};
