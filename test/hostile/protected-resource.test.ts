import { runTraits } from "./run-traits.ts";
import { challenge, resourceMetadata } from "./scenarios/direct.ts";

await runTraits({ name: "protected-resource", scenario: resourceMetadata, others: { challenge } });
