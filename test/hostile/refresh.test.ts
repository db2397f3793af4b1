import { runTraits } from "./run-traits.ts";
import { refresh } from "./scenarios/browser.ts";

await runTraits({ name: "refresh", scenario: refresh });
