import {
  type AuthorizationGrantJwt,
  authorizationGrantJwtSchema as schema,
} from "../../../generated/messages/authorization-grant-jwt.ts";
import { type ClientKey, resolvePrivateKey } from "../../client-auth/private-key-jwt.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { ValidationError } from "../../errors/validation-error.ts";
import type { ExchangeContext } from "../../exchange/context.ts";
import { signJwt } from "../../jose/sign-jwt.ts";
import { checkMessage, isMember } from "../../schema/check.ts";
import { nowSeconds } from "../../util/clock.ts";
import { randomBase64url } from "../../util/random.ts";

/** What an assertion says and who signs it. */
export interface JwtBearerAssertionOptions {
  /** The user, or whoever the tokens are for. */
  readonly subject: string;
  /** Signs; the server knows its public part as a key of the issuer. */
  readonly key: ClientKey;
  /** Who vouches for the subject. Default: the client itself. */
  readonly issuer?: string | undefined;
  /** Whom the assertion is for: the server's `issuer` (default), its `token_endpoint`, or a value given here. */
  readonly audience?: "issuer" | "token_endpoint" | (string & {}) | undefined;
  /** How long the assertion is valid. Default 60. */
  readonly lifetimeSeconds?: number | undefined;
  /** The header's `typ`. Left out by default. */
  readonly typ?: string | undefined;
  /** Further claims, for example `scope`; those that RFC 7523 defines are refused. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Makes the assertion of a JWT bearer grant: a JWT with a fresh `jti`, for one request.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that cannot sign, `ERR_CONFIGURATION_OPTION`,
 * `ERR_CONFIGURATION_PARAMETER_RESERVED` for a claim that has an option of its own, `ERR_CONFIGURATION_METADATA_MISSING`
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the claims
 * @see RFC 7523 §3
 */
export async function buildJwtBearerAssertion(
  context: Pick<ExchangeContext, "metadata" | "clientId" | "clock" | "random">,
  options: JwtBearerAssertionOptions,
): Promise<string> {
  const { subject, key, issuer = context.clientId, lifetimeSeconds = 60, typ, claims: further = {} } = options;
  checkFurtherClaims(further);
  if (!Number.isSafeInteger(lifetimeSeconds) || lifetimeSeconds <= 0) throw wrongLifetime();
  const iat = nowSeconds(context.clock);
  const claims: AuthorizationGrantJwt = {
    ...further,
    iss: issuer,
    sub: subject,
    aud: chooseAudience(context, options.audience),
    jti: randomBase64url(jtiOctets, context.random),
    iat,
    exp: iat + lifetimeSeconds,
  };
  const checked = checkMessage(schema, claims);
  if (!checked.ok)
    throw new ValidationError("ERR_VALIDATION_REQUEST", { messageName: schema.name, issues: checked.issues });
  const { key: signingKey, alg, kid } = await resolvePrivateKey(key);
  return signJwt({ alg, kid, typ }, claims, signingKey);
}

function checkFurtherClaims(claims: Readonly<Record<string, unknown>>): void {
  const reserved = Object.keys(claims).find((name) => isMember(schema, name));
  if (reserved === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_PARAMETER_RESERVED", {
    message: `The claim ${reserved} belongs to the protocol.`,
    parameter: reserved,
    specification: specification("rfc7523", "3"),
    remedy: "Use the options subject, issuer, audience and lifetimeSeconds.",
  });
}

function chooseAudience({ metadata }: Pick<ExchangeContext, "metadata">, audience = "issuer"): string {
  if (audience === "issuer") return metadata.issuer;
  if (audience !== "token_endpoint") return audience;
  if (metadata.token_endpoint !== undefined) return metadata.token_endpoint;
  throw new ConfigurationError("ERR_CONFIGURATION_METADATA_MISSING", {
    message: "The assertion is meant for the token_endpoint, which the server's metadata does not have.",
    parameter: "token_endpoint",
    specification: specification("rfc7523", "3"),
  });
}

function wrongLifetime(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "lifetimeSeconds must be a whole number of seconds, one or more.",
    parameter: "lifetimeSeconds",
    specification: specification("rfc7523", "3"),
  });
}

const jtiOctets = 32;
