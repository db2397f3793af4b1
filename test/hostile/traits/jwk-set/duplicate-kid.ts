import { sharedKey } from "../../../fixtures/fake-server.ts";
import type { RefusedTrait } from "../../trait.ts";

const other = await sharedKey("other");

export const trait: RefusedTrait = {
  name: "two different keys under one kid (RFC 7517 §4.5)",
  evil: { jwks: ({ keys }) => ({ keys: [{ ...other.jwk, kid: "main" }, ...(Array.isArray(keys) ? keys : [])] }) },
  twin: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [keys[0], keys[0]] : [] }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_AMBIGUOUS", parameter: "kid" },
};
