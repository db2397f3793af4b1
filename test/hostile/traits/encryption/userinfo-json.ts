import { encrypted } from "../../encrypt.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "userinfo in JSON, where the registration says encrypted",
  setting: { via: "userinfo", registration: { userinfo_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { userinfo: set({}), userinfoJwt: { text: encrypted() } },
  twin: { userinfoJwt: { text: encrypted() } },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
