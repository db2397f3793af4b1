import { isAuthError } from "../errors/auth-error.ts";
import { listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import { systemClock } from "../util/clock.ts";
import { createReporter } from "../util/reporter.ts";
import type { AccessTokenProfile } from "./access-token-kinds.ts";
import { verifyBinding } from "./binding.ts";
import { checkResourceServerOptions } from "./check-resource-server-options.ts";
import type { VerifyRequestOptions } from "./create-verifier.ts";
import { judgeToken, type TokenJudge, type Trail } from "./judge-token.ts";
import { createPrincipal, type Principal } from "./principal.ts";
import { type PublishedResource, publishResource } from "./protected-resource.ts";
import { publicUrl } from "./public-url.ts";
import { type ResourceRequestParts, readPresentedToken } from "./read-request.ts";
import { buildRefusal, type Refusal } from "./refusal.ts";
import { createRequestRules, type RequestRules } from "./request-rules.ts";
import type { ResourceServerEvent } from "./resource-event.ts";
import { createResourceIssuers, type ResourceIssuer } from "./resource-issuers.ts";
import type { ResourceServerOptions } from "./resource-server-options.ts";
import { respondTo } from "./respond.ts";
import {
  type CheckedDemands,
  checkDemandNames,
  type RouteDemands,
  requireDemands,
  resolveDemands,
} from "./route-demands.ts";
import { createVerifiedTokenCache } from "./token-cache.ts";
import { createTokenRules } from "./token-rules.ts";

/** What a request demands of its token, and what is known of the request besides itself. */
export interface AuthenticateOptions extends RouteDemands, VerifyRequestOptions {}

/** Takes access tokens of one resource, and answers for those that it does not take. */
export interface ResourceServer<Custom = undefined> {
  /** Verifies the token of a request, that whoever sends it holds the key that it is bound to, and that it allows what is demanded. The body is not read. */
  readonly authenticate: (request: ResourceRequestParts, options?: AuthenticateOptions) => Promise<Principal<Custom>>;
  /** The answer to a request, for what {@link ResourceServer.authenticate} threw: challenges, and fixed words as JSON. Never throws because of the error. */
  readonly respond: (error: unknown) => Promise<Response>;
  /** Status and challenges alone, for servers that write their own answers. */
  readonly challengeFor: (error: unknown) => Promise<Refusal>;
  /** Header fields for the answer to a request that was let in: a fresh `DPoP-Nonce`, where one is due. */
  readonly headersFor: (principal: Principal<unknown>) => Readonly<Record<string, string>>;
  /** The answer to a request for the metadata of this resource; `undefined` for other requests, and where none is published. */
  readonly metadataResponse: (request: Pick<ResourceRequestParts, "method" | "url">) => Response | undefined;
  /** The same server, caches and all, for routes that demand more: what is given takes the place of the member of the same name. */
  readonly demanding: (demands: RouteDemands) => ResourceServer<Custom>;
}

/**
 * Creates what protects a resource: it takes JWT access tokens, opaque ones, or both, of one issuer or several, each verified with its binding; holds them against what the
 * request demands; writes the challenges of those that it refuses; and publishes the metadata of the resource. Nothing is fetched before a token needs it.
 *
 * `authenticate` throws ValidationError and VerificationError (the code says which check failed), and what fetching keys or asking the issuer throws: pass it to `respond`.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` naming the option
 * @see RFC 6750 §3
 * @see RFC 9068 §4
 * @see RFC 7662 §4
 * @see RFC 9449 §7.1
 * @see RFC 8705 §3
 * @see RFC 9470 §3
 * @see RFC 9728 §3.1
 */
export function createResourceServer<Profile extends AccessTokenProfile = AccessTokenProfile, Custom = undefined>(
  options: ResourceServerOptions<Profile, Custom>,
): ResourceServer<Custom> {
  checkResourceServerOptions(options);
  const { clock = systemClock, demands = {}, baseUrl } = options;
  const judge = createJudge(options);
  const published = publish(options, judge.issuers);
  const requests = createRequestRules(
    { ...options, resourceMetadata: options.resourceMetadata ?? published?.url },
    clock,
  );
  const report = createReporter<ResourceServerEvent>(options.onEvent);
  const door: Door = { judge, requests, published, baseUrl, report };
  return createServer<Custom>(door, resolveDemands(demands));
}

/** What is the same for all routes. */
interface Door {
  readonly judge: TokenJudge;
  readonly requests: RequestRules;
  readonly published: PublishedResource | undefined;
  readonly baseUrl: string | undefined;
  readonly report: ((event: ResourceServerEvent) => void) | undefined;
}

function createServer<Custom>(door: Door, demands: CheckedDemands): ResourceServer<Custom> {
  const { judge, requests, published, report } = door;
  const { clock } = judge.rules;

  async function authenticate(
    request: ResourceRequestParts,
    call: AuthenticateOptions = {},
  ): Promise<Principal<Custom>> {
    const startedAt = clock();
    const trail: Trail = { issuer: undefined, cache: "miss" };
    try {
      const principal = await admit(door, request, { call, demands, trail });
      const { issuer } = principal;
      report?.({ type: "resource.accepted", issuer, cache: trail.cache, durationMs: clock() - startedAt });
      return typed<Custom>(principal);
    } catch (error) {
      const code = isAuthError(error) ? error.code : undefined;
      report?.({ type: "resource.rejected", code, ...trail, durationMs: clock() - startedAt });
      throw error;
    }
  }

  return Object.freeze({
    authenticate,
    respond: (error: unknown) => respondTo(requests.challenges, error),
    challengeFor: (error: unknown) => buildRefusal(requests.challenges, error),
    headersFor({ proof }: Principal<unknown>) {
      return Object.freeze<Record<string, string>>(
        proof?.newNonce === undefined ? {} : { "DPoP-Nonce": proof.newNonce },
      );
    },
    metadataResponse: (request: Pick<ResourceRequestParts, "method" | "url">) => published?.respond(request),
    demanding(more: RouteDemands) {
      checkDemandNames(more, "demanding");
      return createServer<Custom>(door, resolveDemands(more, demands));
    },
  });
}

interface Admission {
  readonly call: AuthenticateOptions;
  readonly demands: CheckedDemands;
  readonly trail: Trail;
}

async function admit(
  { judge, requests, baseUrl }: Door,
  request: ResourceRequestParts,
  { call, demands, trail }: Admission,
): Promise<Principal<unknown>> {
  const { certificate, signal, ...more } = call;
  checkDemandNames(more, "authenticate");
  const wanted = resolveDemands(more, demands);
  const { scheme, token, proof } = readPresentedToken(request);
  const url = scheme === "DPoP" ? publicUrl(request.url, baseUrl) : "";
  const judged = await judgeToken(judge, { token, request, signal, trail });
  const presentation = { scheme, token, proof, method: request.method, url, certificate };
  const binding = await verifyBinding(judged.claims.cnf, presentation, requests.binding);
  const principal = createPrincipal({ ...judged, ...binding }, judge.rules);
  requireDemands(principal, wanted, judge.rules);
  return principal;
}

function createJudge<Profile extends AccessTokenProfile, Custom>(
  options: ResourceServerOptions<Profile, Custom>,
): TokenJudge {
  const { clock = systemClock, tokenCache = createVerifiedTokenCache(), introspectForeignJwts = false } = options;
  const issuers = createResourceIssuers(options, clock);
  const verified = [...issuers].filter(([, { verifiesJwts }]) => verifiesJwts);
  const policies = new Map(verified.map(([name, { policy }]) => [name, policy]));
  return Object.freeze({
    issuers,
    rules: createTokenRules(policies, options, clock),
    tokenCache: tokenCache === false ? undefined : tokenCache,
    soleAsked: [...issuers.values()].find(({ connection }) => connection !== undefined),
    issuerFor: options.issuerFor,
    introspectForeignJwts,
  });
}

function publish<Profile extends AccessTokenProfile, Custom>(
  { metadata, dpop = {} }: ResourceServerOptions<Profile, Custom>,
  issuers: ReadonlyMap<string, ResourceIssuer>,
): PublishedResource | undefined {
  if (metadata === undefined) return undefined;
  const audiences = [...new Set([...issuers.values()].flatMap(({ policy }) => policy.audiences))];
  const dpopAlgorithms = dpop === false ? undefined : (dpop.algorithms ?? listAsymmetricAlgorithms());
  return publishResource(metadata, { audiences, issuers: [...issuers.keys()], dpopAlgorithms });
}

/** The validator's output is of its type. */
function typed<Custom>(principal: Principal<unknown>): Principal<Custom> {
  return principal as Principal<Custom>;
}
