import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an ID token that the code flow does not have",
  evil: { authorization: append(["id_token", "eyJhbGciOiJub25lIn0.e30."]) },
  twin: {},
  verdict: {
    family: "validation",
    code: "ERR_VALIDATION_RESPONSE",
    pointer: "/id_token",
    message: /must not be present in the code flow/,
  },
};
