import { encrypted } from "../../encrypt.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "userinfo whose JWT inside is not signed",
  setting: { via: "userinfo", registration: { userinfo_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { userinfoJwt: { header: set({ alg: "none" }), sign: () => "", text: encrypted() } },
  twin: { userinfoJwt: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
