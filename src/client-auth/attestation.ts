import type { ClientAttestation } from "../../generated/messages/client-attestation.ts";
import type { ClientAttestationPop } from "../../generated/messages/client-attestation-pop.ts";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { clientAuthenticationMethods } from "../constants/client-authentication-methods.ts";
import { headerFields } from "../constants/header-fields.ts";
import { jwtTypes } from "../constants/jwt-types.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { jwkThumbprint } from "../jose/hash.ts";
import { checkJwtClaims, decodeJwt } from "../jose/jwt.ts";
import { signJwt } from "../jose/sign-jwt.ts";
import { choosePrivateKeyAlgorithm, isCryptoKey } from "../jose/signing-key.ts";
import { clientAttestationProfile as profile } from "../jwt-profiles/client-attestation.ts";
import { nowSeconds, systemClock } from "../util/clock.ts";
import { randomBase64url } from "../util/random.ts";
import type { ClientAuthentication, ClientAuthenticationContext } from "./client-authentication.ts";

/**
 * What {@link clientAttestation} is made of.
 * @experimental The draft may change.
 */
export interface ClientAttestationOptions {
  /** The attester's JWT about this installation of the client, or a function that gives the current one. It is called for every request. */
  readonly attestation: string | (() => string | Promise<string>);
  /** The private key of the installation, whose public part the attestation names in `cnf`. */
  readonly key: CryptoKey | Jwk;
  /** The algorithm of the proof. Default: the key's own. */
  readonly alg?: string | undefined;
  /**
   * Gives the challenge for a proof: what `fetchAttestationChallenge` gives, for example. Left out, or where it gives none, the newest challenge that the server
   * sent in an answer is used, and no challenge before it sent one.
   */
  readonly challenge?: (() => string | undefined | Promise<string | undefined>) | undefined;
}

/**
 * Creates the authentication by attestation: two header fields, the attester's JWT and a proof of possession that is made fresh for every request, for the
 * server's issuer. The newest challenge of the server is remembered, in this object. A server that answers `use_attestation_challenge` has sent one:
 * call again; nothing is repeated on its own, because codes work once.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that cannot sign; `ERR_CONFIGURATION_OPTION`, when a request is made, for an attestation that has
 * expired or is of another client or key; ValidationError for one that is malformed
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/
 * @experimental The draft may change.
 */
export function clientAttestation(options: ClientAttestationOptions): ClientAuthentication {
  const { attestation, key, alg: asked, challenge } = options;
  const { algorithm } = choosePrivateKeyAlgorithm(key, { asked });
  let latest: { readonly issuer: string; readonly challenge: string } | undefined;
  return Object.freeze<ClientAuthentication>({
    method: clientAuthenticationMethods.attestJwtClientAuth,
    async authenticate(context) {
      const { clientId, issuer, clock = systemClock, random } = context;
      const jwt = typeof attestation === "string" ? attestation : await attestation();
      await checkAttestation(jwt, key, context);
      const given = (await challenge?.()) ?? (latest?.issuer === issuer ? latest.challenge : undefined);
      const claims: ClientAttestationPop = {
        aud: issuer,
        jti: randomBase64url(jtiOctets, random),
        iat: nowSeconds(clock),
        ...(given === undefined ? {} : { challenge: given }),
      };
      const proof = await signJwt({ alg: algorithm.name, typ: jwtTypes.clientAttestationPop }, claims, key);
      return {
        headers: { [headerFields.clientAttestation]: jwt, [headerFields.clientAttestationPop]: proof },
        body: { client_id: clientId },
      };
    },
    learn({ issuer, headers }) {
      const sent = headers.get(headerFields.clientAttestationChallenge);
      if (sent !== null && challengeText.test(sent)) latest = { issuer, challenge: sent };
    },
  });
}

/** The attester's signature is the server's to verify; what would only be found out there is found out here. */
async function checkAttestation(
  text: string,
  key: CryptoKey | Jwk,
  { clientId, clock = systemClock }: ClientAuthenticationContext,
): Promise<void> {
  const { jwt } = checkJwtClaims(decodeJwt(text, profile), profile.schema);
  const { sub, exp, cnf }: ClientAttestation = jwt.unverifiedClaims;
  if (sub !== clientId) throw unfit("is of another client: its sub is not the client_id");
  if (exp <= nowSeconds(clock)) throw unfit("has expired");
  const bound = cnf.jwk;
  // A WebCrypto key does not show its numbers: then only the server can tell.
  if (isCryptoKey(key) || typeof bound?.kty !== "string") return;
  if ((await jwkThumbprint({ ...bound, kty: bound.kty })) !== (await jwkThumbprint(key)))
    throw unfit("is of another key: its cnf is not the key");
}

function unfit(problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The client attestation ${problem}.`,
    parameter: "attestation",
    specification: specification(profile.document, profile.section, profile.labels),
    remedy: "Ask the attester for a new one.",
  });
}

/** Anything else cannot be a challenge, or would not travel. */
const challengeText = /^[\x20-\x7e]{1,4096}$/;
const jtiOctets = 32;
