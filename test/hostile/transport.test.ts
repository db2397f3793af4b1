import { runTraits } from "./run-traits.ts";
import { wire } from "./scenarios/wire.ts";

await runTraits({ name: "transport", scenario: wire });
