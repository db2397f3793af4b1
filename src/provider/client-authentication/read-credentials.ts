import { clientAssertionTypes } from "../../constants/client-assertion-types.ts";
import { isAuthError } from "../../errors/auth-error.ts";
import { decodeClientAssertion } from "../../jwt-profiles/verify-client-assertion.ts";
import { readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import { readBasic } from "./client-secret-basic.ts";
import type { Credentials } from "./credentials.ts";

/**
 * Reads what a client gives to prove who it is: the `Authorization` field, a secret in the body, an assertion, or nothing.
 * @throws ProtocolRefusal `invalid_request` for more than one of them at once, for two client identifiers that differ, and for half an assertion
 * @see RFC 6749 §2.3
 * @see RFC 7521 §4.2
 */
export function readCredentials(headers: Headers, form: URLSearchParams): Credentials {
  const field = headers.get("authorization");
  const clientId = readParameter(form, "client_id");
  const secret = readParameter(form, "client_secret");
  const assertion = readParameter(form, "client_assertion");
  const assertionType = readParameter(form, "client_assertion_type");
  const hasAssertion = assertion !== undefined || assertionType !== undefined;
  if (Number(field !== null) + Number(secret !== undefined) + Number(hasAssertion) > 1)
    throw refuse("invalid_request", "The request authenticates the client in more than one way (RFC 6749 §2.3).");
  if (field !== null) {
    const read = readBasic(field);
    if (clientId !== undefined && read.clientId !== undefined && clientId !== read.clientId) throw differs();
    return read;
  }
  if (secret !== undefined) return { via: "post", clientId, secret };
  if (hasAssertion) return readAssertion(assertion, { assertionType, clientId });
  return { via: "nothing", clientId };
}

interface AboutAssertion {
  readonly assertionType: string | undefined;
  readonly clientId: string | undefined;
}

function readAssertion(assertion: string | undefined, { assertionType, clientId }: AboutAssertion): Credentials {
  if (assertion === undefined || assertionType === undefined)
    throw refuse("invalid_request", "client_assertion and client_assertion_type go together (RFC 7521 §4.2).");
  if (assertionType !== clientAssertionTypes.jwtBearer) return malformed("an unknown client_assertion_type");
  try {
    const { sub, aud } = decodeClientAssertion(assertion).unverifiedClaims;
    // A list could name another server too, which could then use the assertion here.
    if (typeof aud !== "string") return malformed("the aud of the assertion is a list");
    if (clientId !== undefined && clientId !== sub) throw differs();
    return { via: "assertion", clientId: sub, assertion };
  } catch (error) {
    if (isAuthError(error)) return malformed(error.code);
    throw error;
  }
}

function malformed(reason: string): Credentials {
  return { via: "malformed", clientId: undefined, reason, isInHeader: false };
}

function differs(): Error {
  return refuse("invalid_request", "client_id names another client than the one that authenticates (RFC 6749 §2.3).");
}
