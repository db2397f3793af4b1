import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { Suspense } from "react";
import { getSession } from "ts-identity-model/next";
import { login } from "@/identity";

export default function MembersPage() {
  return (
    <Suspense>
      <Members />
    </Suspense>
  );
}

async function Members() {
  const session = await getSession(login, await headers());
  if (session === undefined) redirect("/auth/login?returnTo=/members");
  return (
    <main>
      <h1>Hello, {session.claims.name ?? session.subject}</h1>
      <form action="/auth/logout" method="post">
        <button type="submit">Sign out</button>
      </form>
    </main>
  );
}
