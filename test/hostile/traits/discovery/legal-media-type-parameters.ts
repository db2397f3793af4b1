import { typed } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a media type with parameters, in any case",
  odd: { metadata: typed('Application/Json ; Charset="UTF-8"; profile=x') },
};
