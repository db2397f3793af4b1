import { runTraits } from "./run-traits.ts";
import { introspection } from "./scenarios/direct.ts";

await runTraits({ name: "introspection", scenario: introspection });
