import type { AuthorizationParameters } from "../endpoints/authorization-parameters.ts";
import { redirect } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import { readCookies } from "./cookies.ts";
import { readCode } from "./load-session.ts";
import type { LoginParameter } from "./options.ts";
import { answerProblem } from "./problem.ts";
import { readReturnTo } from "./return-to.ts";
import type { Settings } from "./settings.ts";

/** Begins a login: remembers where it is to end, in a cookie of its own, and sends the browser to the provider. */
export async function answerLogin(context: RelyingPartyContext, request: Request): Promise<Response> {
  const { client, settings, transactions, clock, report } = context;
  const { searchParams } = new URL(request.url);
  const returnTo = readReturnTo(searchParams.get("returnTo"));
  try {
    const parameters = readParameters(settings, searchParams);
    const { url, transaction } = await client.startAuthorization({
      ...parameters,
      redirect_uri: settings.redirectUri,
      ...(settings.responseMode === undefined ? {} : { response_mode: settings.responseMode }),
    });
    const remembered = { transaction, returnTo, createdAt: clock() };
    const setCookies = await transactions.remember("login", remembered, readCookies(request));
    report({ type: "login.started" });
    return redirect(url, setCookies);
  } catch (error) {
    report({ type: "login.failed", code: readCode(error) });
    return answerProblem(context, { step: "login", error, restartUrl: loginUrl(settings, returnTo), request });
  }
}

/** Path of a login that ends at a path of the application. */
export function loginUrl({ basePath }: Pick<Settings, "basePath">, returnTo: string): string {
  return `${basePath}/login${returnTo === "/" ? "" : `?${new URLSearchParams({ returnTo })}`}`;
}

/** A link may set what was allowed to it, and `openid` stays in the scope. */
function readParameters(
  { authorization, allowedLoginParameters }: Settings,
  query: URLSearchParams,
): AuthorizationParameters {
  const { max_age, scope, ...texts } = Object.fromEntries(
    allowedLoginParameters.flatMap((name) => {
      const value = query.get(name);
      return value === null || value === "" || !/^[^\p{Cc}]{1,500}$/u.test(value) ? [] : [[name, value] as const];
    }),
  ) satisfies Partial<Record<LoginParameter, string>>;
  return {
    scope: "openid",
    ...authorization,
    ...texts,
    ...(max_age !== undefined && /^\d{1,9}$/.test(max_age) ? { max_age: Number(max_age) } : {}),
    ...(scope === undefined ? {} : { scope: scope.split(" ").includes("openid") ? scope : `openid ${scope}` }),
  };
}
