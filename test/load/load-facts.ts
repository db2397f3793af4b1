/** What the processes of the load test agree on. */
export const clientId = "load";
export const clientSecret = "load-secret-of-at-least-thirty-two-octets";
/** The client that looks opaque tokens up. */
export const apiId = "api";
export const apiSecret = "api-secret-of-at-least-thirty-two-octets!";
/** Two resources by what their tokens are, and one that no resource server of the test is. */
export const resources = {
  jwt: "https://api.example.com",
  opaque: "https://opaque.example.com",
  other: "https://other.example.com",
} as const;
export const tokenSeconds = 20;
