import { builtFolder } from "./built.ts";
import { bundleSize } from "./bundle.ts";
import { clientCredentialsFlow, codeFlow, type Flow, writeFlow } from "./flows.ts";
import { judge, type Row, type Section, showBytes } from "./report.ts";

/** Bytes that an application ships, beside those of its peers for the same job. */
export async function benchBytes(): Promise<Section> {
  const rows: Row[] = [];
  for (const [what, ours, peers, goal] of jobs) {
    const own = await bundleSize(ours.replaceAll("ts-identity-model", `${builtFolder}/src`));
    for (const [index, [name, code]] of peers.entries()) {
      const peer = await bundleSize(code);
      rows.push({
        what,
        ours: `${showBytes(own.min)}, gzip ${showBytes(own.gzip)}`,
        peer: `${showBytes(peer.min)}, gzip ${showBytes(peer.gzip)} ${name}`,
        ratio: (own.gzip / peer.gzip).toFixed(2),
        ...(index === 0 ? judge(own.gzip, goal, `gzip ${showBytes(goal ?? 0)}`) : {}),
      });
    }
  }
  return {
    rows,
    notes: [
      "esbuild --bundle --minify for browsers, dependencies included; the ratio is that of the gzip sizes.",
      "Ours holds the schemas of every message it reads, with the section behind each member; the peers hold no schemas. jose is in ours where a JWT is signed, in openid-client for encryption.",
    ],
  };
}

/** The code of a flow, with entries of the package. */
function ofPackage(flow: Flow): string {
  return writeFlow(flow, { folder: "ts-identity-model", extension: ".js" });
}

type Peer = readonly [name: string, code: string];

const codeFlowPeers: readonly Peer[] = [
  [
    "openid-client",
    'export { discovery, buildAuthorizationUrl, authorizationCodeGrant, randomPKCECodeVerifier, calculatePKCECodeChallenge, randomState, randomNonce } from "openid-client";',
  ],
  [
    "oauth4webapi",
    'export { discoveryRequest, processDiscoveryResponse, validateAuthResponse, authorizationCodeGrantRequest, processAuthorizationCodeResponse, validateApplicationLevelSignature, generateRandomCodeVerifier, calculatePKCECodeChallenge, generateRandomState, generateRandomNonce, ClientSecretBasic } from "oauth4webapi";',
  ],
];

const jobs: readonly (readonly [what: string, ours: string, peers: readonly Peer[], goal?: number])[] = [
  [codeFlow.name, ofPackage(codeFlow), codeFlowPeers, 22_000],
  ["everything that createClient can do", 'export { createClient } from "ts-identity-model/index.js";', codeFlowPeers],
  [
    clientCredentialsFlow.name,
    ofPackage(clientCredentialsFlow),
    [
      ["openid-client", 'export { discovery, clientCredentialsGrant } from "openid-client";'],
      [
        "oauth4webapi",
        'export { discoveryRequest, processDiscoveryResponse, clientCredentialsGrantRequest, processClientCredentialsResponse, ClientSecretBasic } from "oauth4webapi";',
      ],
    ],
    14_000,
  ],
  [
    "everything",
    [
      "index",
      "client-auth/index",
      "constants/index",
      "endpoints/index",
      "errors/index",
      "http-signatures/index",
      "id-token/index",
      "jose/index",
      "jwt-profiles/index",
      "metadata/index",
      "pkce",
      "schema/index",
    ]
      .map(
        (entry, index) => `import * as entry${index} from "ts-identity-model/${entry}.js"; console.log(entry${index});`,
      )
      .join("\n"),
    [
      ["openid-client", 'import * as all from "openid-client"; console.log(all);'],
      ["oauth4webapi", 'import * as all from "oauth4webapi"; console.log(all);'],
    ],
  ],
];
