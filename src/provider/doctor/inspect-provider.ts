import { loadPackage } from "../crypto/argon2id.ts";
import type { ProviderOptions } from "../options.ts";
import { doctorChecks } from "./checks.ts";
import type { DoctorFacts, DoctorFinding } from "./findings.ts";

/**
 * Looks through the options of a provider for what is unsafe in production: to be logged at the start, or to fail a deployment where one is an `error`.
 * It says nothing of options that `createProvider` refuses.
 * @param facts - what is known of the machine. Default: found out
 */
export async function inspectProvider(
  options: ProviderOptions,
  facts?: DoctorFacts,
): Promise<readonly DoctorFinding[]> {
  const known = facts ?? (await findFacts());
  return doctorChecks.flatMap(({ applies, message, ...check }) => {
    const found = applies(options, known);
    if (found === false || (found !== true && found.length === 0)) return [];
    const about = found === true ? "" : ` ${found.join(", ")}.`;
    return [{ ...check, message: `${message}${about}` }];
  });
}

async function findFacts(): Promise<DoctorFacts> {
  const isThere = await loadPackage().then(
    () => true,
    () => false,
  );
  return { hasArgon2: isThere };
}
