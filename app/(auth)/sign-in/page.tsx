import { readFile } from "node:fs/promises";
import type { Metadata } from "next";
import { z } from "zod";
import { env } from "@/lib/platform/env";
import { version } from "@/package.json";
import type { DemoAccount } from "./demo-accounts";
import { SignInScreen } from "./sign-in-screen";

export const metadata: Metadata = { title: "Sign in" };

const searchSchema = z.object({
  /** Where the person was going: `next` from our screens, `callbackUrl` from next-auth. */
  next: z.string().optional().catch(undefined),
  callbackUrl: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
});

const demoFileSchema = z.object({
  users: z.array(z.object({ role: z.string(), email: z.string(), password: z.string() })),
});

/** The demo's accounts, which its own file keeps; none anywhere else, and none before that file is written. */
async function demoAccounts(): Promise<DemoAccount[]> {
  const { CARELANE_DEMO, CARELANE_DEMO_FILE } = env();
  if (!CARELANE_DEMO || !CARELANE_DEMO_FILE) return [];
  const text = await readFile(CARELANE_DEMO_FILE, "utf8").catch(() => '{"users":[]}');
  return demoFileSchema.parse(JSON.parse(text)).users;
}

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, callbackUrl = "/", error } = searchSchema.parse(await searchParams);
  const { OIDC_ISSUER, OIDC_NAME } = env();
  return (
    <SignInScreen
      callbackUrl={next ?? callbackUrl}
      error={error}
      version={version}
      provider={OIDC_ISSUER ? { id: "oidc", name: OIDC_NAME } : undefined}
      demoAccounts={await demoAccounts()}
    />
  );
}
