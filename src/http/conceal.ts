/** The part of a request that carries secrets. */
export interface RequestWithSecrets {
  readonly headers: Readonly<Record<string, string>>;
  /** A form; a body in JSON is not searched for secrets. */
  readonly body: string | undefined;
}

/**
 * Takes the secrets of a request out of a text that came back, because servers repeat codes and tokens in `error_description`. Secrets are the
 * credential of `Authorization`, and parameters by their names. They are cut into parts of six characters, each of which gives way to
 * an ellipsis; so nothing of a secret stays that is longer than eleven, and of one shorter than six nothing is looked for.
 */
export function concealSecrets(text: string, { headers, body }: RequestWithSecrets): string {
  const [scheme, credential = ""] = (headers.authorization ?? "").split(" ");
  const password = scheme === "Basic" && atob(credential).split(":")[1];
  let shown = text;
  for (const [name, secret] of new URLSearchParams(`${body}&code=${credential}&code=${password}`))
    if (secretName.test(name)) for (const part of secret.match(/.{6}/g) ?? []) shown = shown.replaceAll(part, "…");
  return shown;
}

/** A test holds this against the members that the contract marks as secrets. What ends in `n` is a token or an assertion, not its type; `once` a nonce. */
const secretName = /secret|code|password|state|once|req_id|request$|n(_hint)?$/;
