import { githubTolerances, type ToleranceName } from "ts-identity-model/tolerances";

export const tolerate: readonly ToleranceName[] = [...githubTolerances, "null-members"];
