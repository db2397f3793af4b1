import { type NextRequest, NextResponse } from "next/server";
import { createMiddleware } from "ts-identity-model/next";
import { login } from "./identity";

export const proxy = createMiddleware(login, {
  NextResponse,
  isProtected: ({ nextUrl }: NextRequest) => nextUrl.pathname.startsWith("/members"),
});

export const config = { matcher: "/((?!_next/static|_next/image|favicon.ico).*)" };
