import { createParameterList, type ParameterList, parseJson, parseScope, systemRandom } from "ts-identity-model/util";

export const parameters: ParameterList = createParameterList({ resource: ["https://a.example", "https://b.example"] });
export const scope: readonly string[] | undefined = parseScope("openid profile");
export const octets: Uint8Array = systemRandom(16);
export const isJson: boolean = parseJson("{}", { maxLength: 100 }).ok;
