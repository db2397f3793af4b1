import { runTraits } from "./run-traits.ts";
import { revocation } from "./scenarios/direct.ts";

await runTraits({ name: "revocation", scenario: revocation });
