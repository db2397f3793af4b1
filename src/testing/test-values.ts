/** What tests get where they say nothing; the names are reserved for examples, so that nobody's server is meant. */
export const testValues = {
  issuer: "https://id.example.com",
  clientId: "test-client",
  clientSecret: "test-secret-of-nobody-0123456789abcdef",
  redirectUri: "https://app.example.com/callback",
  postLogoutRedirectUri: "https://app.example.com/",
  audience: "https://api.example.com",
  subject: "ada",
  password: "correct horse battery",
} as const;
