import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an access token without its type (RFC 6749 §4.2.2)",
  setting: { parameters: { response_type: "code id_token token" } },
  evil: { authorization: parameter("token_type", undefined) },
  twin: {},
  verdict: {
    family: "validation",
    code: "ERR_VALIDATION_RESPONSE",
    message: /access_token and token_type come together/,
  },
};
