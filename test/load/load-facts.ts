/** What the processes of the load test agree on. */
export const clientId = "load";
export const clientSecret = "load-secret-of-at-least-thirty-two-octets";
export const resource = "https://api.example.com";
export const tokenSeconds = 20;
