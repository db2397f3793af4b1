import { runTraits } from "./run-traits.ts";
import { webfinger } from "./scenarios/direct.ts";

await runTraits({ name: "webfinger", scenario: webfinger });
