import { type Clock, nowSeconds, systemClock } from "../util/clock.ts";
import { includesScope, type ScopeInput } from "../util/scope-set.ts";
import type { ActiveToken, Introspection } from "./introspection.ts";

/** What a token must be good for. What is left out is not looked at, but the times and the binding always are. */
export interface ActiveTokenExpectations {
  /** The resource server: `aud` must contain it. */
  readonly audience?: string | undefined;
  /** Scope values that the token must all have. */
  readonly scope?: ScopeInput | undefined;
  /** The server that must have issued the token: `iss` must be it. */
  readonly issuer?: string | undefined;
  /**
   * Whether the caller has verified that whoever presents the token holds the key that it is bound to (`cnf`). Default `false`:
   * a token that is bound to a key is then not good, because it would be accepted from a thief.
   */
  readonly keyProven?: boolean | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** How far the clocks may differ, in seconds. Default 0. */
  readonly clockToleranceSeconds?: number | undefined;
}

/**
 * Whether a token is good for a purpose: active, within its own `exp` and `nbf` (which count even where the answer is old, for
 * example from a cache), for this audience, with this scope, from this issuer, and not bound to a key that nobody has proven.
 * A member that is expected and missing is a no.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the expected scope breaks the grammar
 * @see RFC 7662 §4
 * @see RFC 9449 §6.2
 */
export function isActiveFor(
  introspection: Introspection,
  expectations: ActiveTokenExpectations = {},
): introspection is ActiveToken {
  if (!introspection.active || !isCurrent(introspection, expectations)) return false;
  const { audience, scope, issuer, keyProven = false } = expectations;
  const { aud, iss, cnf, token_type } = introspection;
  const audiences = typeof aud === "string" ? [aud] : (aud ?? []);
  const isBound = cnf !== undefined || token_type?.toLowerCase() === "dpop";
  return (
    (audience === undefined || audiences.includes(audience)) &&
    (scope === undefined || includesScope(introspection.scope ?? [], scope)) &&
    (issuer === undefined || iss === issuer) &&
    (!isBound || keyProven === true)
  );
}

function isCurrent({ exp, nbf }: ActiveToken, expectations: ActiveTokenExpectations): boolean {
  const { clock = systemClock, clockToleranceSeconds = 0 } = expectations;
  const now = nowSeconds(clock);
  return (
    (exp === undefined || now < exp + clockToleranceSeconds) &&
    (nbf === undefined || nbf <= now + clockToleranceSeconds)
  );
}
