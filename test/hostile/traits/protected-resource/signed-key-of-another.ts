import { sharedKey } from "../../../fixtures/fake-server.ts";
import { signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "signed metadata that somebody else signed (RFC 9728 §2.2)",
  evil: { signedMetadata: { sign: signedBy(sharedKey("other")) } },
  twin: { signedMetadata: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /signed metadata/ },
};
