import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a request_uri of another scheme, which goes back to the server as it is and is never opened",
  odd: { pushed: set({ request_uri: "javascript:alert(1)" }) },
};
