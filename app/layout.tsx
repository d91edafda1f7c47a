import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { preferencesScript } from "@/components/ui/preferences";
import { Toaster } from "@/components/ui/toaster";
import "./globals.css";

export const metadata: Metadata = { title: { default: "Carelane", template: "%s · Carelane" } };

/** Reading the headers makes every page dynamic: only then does each answer carry its own script nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        {/* The browser hides the nonce from scripts, so it differs from what the server wrote. */}
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, which has to run before the first paint
          dangerouslySetInnerHTML={{ __html: preferencesScript }}
        />
        {children}
        <Toaster />
      </body>
    </html>
  );
}
