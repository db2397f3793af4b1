import { ConfigurationError } from "../errors/families.ts";
import { listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import type { JwtKind } from "../jose/jwt-type.ts";
import { type Clock, nowSeconds, systemClock } from "../util/clock.ts";
import type { JwtProfile } from "./jwt-profile.ts";

/** What a server knows before it looks at a JWT that a client sent. */
export interface ReceivedJwtExpectations {
  /** The server's own issuer identifier; compared character by character. */
  readonly issuer: string;
  /** The client, as the request or the JWT names it and the server knows it. */
  readonly clientId: string;
  /** Refuses a JWT whose header does not say by `typ` what it is. Default `false`: many clients say nothing, or `JWT`. */
  readonly requireType?: boolean | undefined;
  /** Holds the JWT to the stricter rules of FAPI 2.0. Default `false`. */
  readonly fapi?: boolean | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** How far the clocks may differ, in seconds, 0 to 600; 10 to 60 with `fapi`. Default 30. */
  readonly clockToleranceSeconds?: number | undefined;
  /** Ends the wait for the keys of the client. */
  readonly signal?: AbortSignal | undefined;
}

/** By which clock a received JWT is judged. */
export interface ReceivedJwtTimes {
  readonly clock: Clock;
  /** In seconds since 1970. */
  readonly now: number;
  readonly clockToleranceSeconds: number;
}

/**
 * Checks what a server expects before anything is compared with it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the parameter
 */
export function checkReceivedJwtExpectations({
  issuer,
  clientId,
  fapi = false,
  clock = systemClock,
  clockToleranceSeconds = 30,
}: ReceivedJwtExpectations): ReceivedJwtTimes {
  if (typeof issuer !== "string" || issuer === "") throw wrongExpectation("issuer", "must be text that is not empty");
  if (typeof clientId !== "string" || clientId === "")
    throw wrongExpectation("clientId", "must be text that is not empty");
  const [least, most] = fapi ? [10, 60] : [0, 600];
  if (!Number.isFinite(clockToleranceSeconds) || clockToleranceSeconds < least || clockToleranceSeconds > most) {
    throw wrongExpectation("clockToleranceSeconds", `must be a number of seconds from ${least} to ${most}`);
  }
  const now = nowSeconds(clock);
  if (!Number.isFinite(now)) throw wrongExpectation("clock", "must tell the time in milliseconds since 1970");
  return { clock, now, clockToleranceSeconds };
}

/** The kind of JWT to expect: with its own type alone, where the server asks for that. */
export function receivedKind(profile: JwtProfile<unknown>, requireType = false): JwtKind {
  return requireType ? { name: profile.name, types: profile.types.slice(0, 1), mayOmitType: false } : profile;
}

/**
 * The algorithms that a client may sign with: of those given, or all asymmetric ones, what FAPI 2.0 accepts where that is asked for.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when none is left
 * @see FAPI 2.0 Security Profile §5.4.1
 */
export function chooseReceivedAlgorithms(
  accepted: readonly string[] = listAsymmetricAlgorithms(),
  fapi = false,
): readonly string[] {
  const known = listAsymmetricAlgorithms();
  const chosen = accepted.filter((name) => known.includes(name) && (!fapi || fapiAlgorithms.includes(name)));
  if (chosen.length > 0) return chosen;
  throw wrongExpectation(
    "algorithms",
    `must have an asymmetric signature algorithm${fapi ? ` out of ${fapiAlgorithms.join(", ")}` : ""}`,
  );
}

/** The error for an expectation that nothing can be compared with. */
export function wrongExpectation(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const fapiAlgorithms: readonly string[] = ["PS256", "ES256", "EdDSA", "Ed25519"];
