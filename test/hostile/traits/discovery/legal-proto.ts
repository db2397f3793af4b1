import { rewrite } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "__proto__ as a member, which stays one",
  odd: {
    metadata: rewrite((text) => text.replace("{", '{"__proto__":{"token_endpoint":"https://evil.example/token"},')),
  },
};
