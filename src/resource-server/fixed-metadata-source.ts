import {
  type AuthorizationServerMetadata,
  authorizationServerMetadataSchema,
} from "../../generated/messages/authorization-server-metadata.ts";
import type { MetadataSource } from "../metadata/metadata-source.ts";

/** Metadata that says where the keys are, or where tokens are looked up, and nothing else, for servers that publish no metadata. */
export function fixedMetadataSource(
  issuer: string,
  members: Pick<AuthorizationServerMetadata, "jwks_uri" | "introspection_endpoint">,
): MetadataSource {
  const discovered = Object.freeze({
    metadata: Object.freeze({ issuer, ...members, response_types_supported: [] }),
    tolerated: [],
    schema: authorizationServerMetadataSchema,
    url: "",
    maxAgeSeconds: undefined,
  });
  const get = async (): Promise<typeof discovered> => discovered;
  return Object.freeze({ issuer, get, refresh: get, peek: () => discovered });
}
