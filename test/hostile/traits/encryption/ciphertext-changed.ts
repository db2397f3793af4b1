import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "content that was changed on its way",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: {
    idToken: {
      text: async (token) =>
        (await encrypted()(token)).replace(
          /\.([^.])([^.]*)\.([^.]*)$/,
          (_, first: string, rest: string, tag: string) => `.${first === "A" ? "B" : "A"}${rest}.${tag}`,
        ),
    },
  },
  twin: { idToken: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_DECRYPTION", message: /none of them decrypts it/ },
};
