import { ConfigurationError } from "../../errors/families.ts";
import { isLoopbackHost, parseUrl } from "../../util/url.ts";
import { createPasswordHasher, type PasswordHasher } from "../crypto/password-hash.ts";
import { createScrypt } from "../crypto/scrypt.ts";

/**
 * Creates what hashes passwords for next to nothing, so that a login in a test need not cost what one in production must: for `accountRules.hasher`. It is made only for
 * an issuer that can't be anybody's: on the loopback interface, or of a name that is reserved for tests and examples.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for any other issuer
 */
export function createTestPasswordHasher({ issuer }: { readonly issuer: string }): PasswordHasher {
  const host = parseUrl(issuer)?.hostname ?? "";
  if (!isLoopbackHost(host) && !reservedName.test(host)) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "createTestPasswordHasher makes hashes that anybody could try out, and the issuer may be a real one.",
      parameter: "issuer",
      remedy:
        "Leave accountRules.hasher out; in tests take an issuer at 127.0.0.1, or at a name such as id.example.com.",
    });
  }
  return createPasswordHasher({ algorithms: [createScrypt({ logCost: 4 })] });
}

const reservedName = /(?:^|\.)(?:test|example|invalid|localhost|example\.(?:com|net|org))$/;
