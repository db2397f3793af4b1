import type { Metadata } from "next";
import type { ReactNode } from "react";

export const metadata: Metadata = { title: "Next.js with a login" };

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
