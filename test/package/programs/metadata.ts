import { createJwkSetSource, createMetadataSource, openidConfigurationUrl } from "ts-identity-model/metadata";

export const url: string = openidConfigurationUrl("https://id.example.com");
export const create: readonly unknown[] = [createJwkSetSource, createMetadataSource];
