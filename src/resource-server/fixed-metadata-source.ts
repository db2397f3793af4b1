import { authorizationServerMetadataSchema } from "../../generated/messages/authorization-server-metadata.ts";
import type { MetadataSource } from "../metadata/metadata-source.ts";

/** Metadata that says where the keys are and nothing else, for servers that publish no metadata. */
export function fixedMetadataSource(issuer: string, jwksUri: string): MetadataSource {
  const discovered = Object.freeze({
    metadata: Object.freeze({ issuer, jwks_uri: jwksUri, response_types_supported: [] }),
    tolerated: [],
    schema: authorizationServerMetadataSchema,
    url: "",
    maxAgeSeconds: undefined,
  });
  const get = async (): Promise<typeof discovered> => discovered;
  return Object.freeze({ issuer, get, refresh: get, peek: () => discovered });
}
