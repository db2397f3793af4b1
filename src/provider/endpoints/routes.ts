import type { Route } from "../http/route.ts";
import { jwkSetRoute } from "./jwk-set.ts";
import { tokenRoute } from "./token.ts";

/** Every path of the provider below its issuer, but for the metadata that lists them. */
export const routes: readonly Route[] = [tokenRoute, jwkSetRoute];
