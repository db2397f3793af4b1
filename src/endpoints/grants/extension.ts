import {
  tokenRequestExtensionSchema as schema,
  type TokenRequestExtension,
} from "../../../generated/messages/token-request-extension.ts";
import { grantTypes } from "../../constants/grant-types.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { quotePrintable } from "../../errors/printable.ts";
import { specification } from "../../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { isMember } from "../../schema/check.ts";
import { sendTokenRequest } from "../token.ts";
import { completeGrant, type GrantResult } from "./grant-result.ts";

/** A value that a parameter of an extension grant may have; a list is sent as a repeated parameter. */
export type ExtensionParameter = string | number | boolean | readonly string[] | undefined;

/** The members of every extension grant. The specification of the grant names further ones. */
export interface ExtensionGrantMessage
  extends Pick<TokenRequestExtension, "scope" | "resource" | "authorization_details"> {
  /** Names the grant, as an absolute URI. */
  readonly grant_type: `${string}:${string}`;
}

/** The parameters of an extension grant, as its specification types them. */
export type ExtensionParameters<Parameters> = {
  readonly [Name in keyof Parameters]: Name extends keyof ExtensionGrantMessage
    ? ExtensionGrantMessage[Name]
    : ExtensionParameter;
};

/**
 * Gets tokens with a grant that this package does not know. Give the parameters of its specification as `Parameters` to have them
 * checked by the compiler. An ID token in the response is verified.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a grant type that is no absolute URI or has a function of its own, and for a parameter
 * that is no text, `ERR_CONFIGURATION_PARAMETER_RESERVED` for one of client authentication
 * @throws as `fetchToken` and `verifyIdToken`
 * @see RFC 6749 §4.5
 */
export async function extensionGrant<Parameters extends ExtensionParameters<Parameters>>(
  context: ExchangeContext,
  message: ExtensionGrantMessage & Parameters,
  options: CallOptions = {},
): Promise<GrantResult> {
  checkGrantType(message.grant_type);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(message);
  for (const [name, value] of entries) checkParameter(name, value);
  const request: TokenRequestExtension = { ...Object.fromEntries(entries), grant_type: message.grant_type };
  const response = await sendTokenRequest(context, { schema, message: request }, options);
  return completeGrant(context, response, { requireIdToken: false, nonce: undefined, signal: options.signal });
}

function checkGrantType(grantType: unknown): void {
  if (typeof grantType !== "string" || !absoluteUri.test(grantType)) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "The grant type of an extension grant must be an absolute URI.",
      parameter: "grant_type",
      specification: specification("rfc6749", "4.5"),
    });
  }
  const { deviceCode, tokenExchange, jwtBearer, saml2Bearer, ciba } = grantTypes;
  const ownFunctions: readonly string[] = [deviceCode, tokenExchange, jwtBearer, saml2Bearer, ciba];
  if (!ownFunctions.includes(grantType)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The grant type ${quotePrintable(grantType)} has a function of its own.`,
    parameter: "grant_type",
    specification: specification("rfc6749", "4.5"),
    remedy: "Use that function: it checks what this one knows nothing of.",
  });
}

function checkParameter(name: string, value: unknown): void {
  if (clientAuthentication.includes(name)) {
    throw new ConfigurationError("ERR_CONFIGURATION_PARAMETER_RESERVED", {
      message: `The parameter ${name} belongs to the protocol.`,
      parameter: name,
      remedy: "The client authentication sets it.",
    });
  }
  const isText = value === undefined || ["string", "number", "boolean"].includes(typeof value);
  if (isText || isMember(schema, name) || (Array.isArray(value) && value.every((item) => typeof item === "string")))
    return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The parameter ${quotePrintable(name)} must be text, a number, true, false or a list of texts.`,
    parameter: name,
    remedy: "Pass what the grant's specification encodes as JSON as JSON.stringify(value).",
  });
}

const absoluteUri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s#]+$/;
const clientAuthentication: readonly string[] = [
  "client_id",
  "client_secret",
  "client_assertion",
  "client_assertion_type",
];
