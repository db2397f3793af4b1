import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "JSON where the registration says signed",
  setting: { registration: { userinfo_signed_response_alg: "RS256" } },
  evil: { userinfo: set({}) },
  twin: {},
  verdict: {
    family: "response",
    code: "ERR_RESPONSE_CONTENT_TYPE",
    parameter: "content-type",
    message: /application\/jwt is due/,
  },
};
