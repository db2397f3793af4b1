import { redirect } from "@sveltejs/kit";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ locals }) => {
  const { session } = locals;
  if (session === undefined) redirect(303, "/auth/login?returnTo=/members");
  return { name: session.claims.name ?? session.subject };
};
