"use client";

import { CopyButton, CopyLine } from "@/components/ui/copy-button";
import type { ConnectorView } from "@/lib/integrations/view";

type PublicKeysProps = { connector: ConnectorView; url: string | null };

/** Where the system finds the keys with which Carelane signs itself in. */
export function PublicKeys({ connector, url }: PublicKeysProps) {
  if (!connector.needsSigningKey) return null;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium">Address of our public keys (JWK Set URL)</p>
      {url ? (
        <CopyLine text={url} what="address" />
      ) : (
        <p className="text-ink-2">Carelane makes a key pair when you save; the address is shown then.</p>
      )}
      <p className="text-pretty text-ink-3 text-xs">
        {connector.name} has to know it before the test can pass: register it with the app there. It must be
        able to call this address.
      </p>
    </div>
  );
}

/** What the app at the vendor must be allowed for the records that are chosen. */
export function AskedScopes({ connector, scopes }: { connector: ConnectorView; scopes: readonly string[] }) {
  if (scopes.length === 0) return null;
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <p className="font-medium">Permissions asked of {connector.name}</p>
        <CopyButton text={scopes.join("\n")} what="list" size="sm" />
      </div>
      <ul className="flex flex-wrap gap-1.25">
        {scopes.map((scope) => (
          <li key={scope} className="rounded-xs bg-idle-wash px-1.5 font-mono text-idle-ink text-xs/5">
            {scope}
          </li>
        ))}
      </ul>
      <p className="text-ink-3 text-xs">For what is switched on, and no more.</p>
    </div>
  );
}
