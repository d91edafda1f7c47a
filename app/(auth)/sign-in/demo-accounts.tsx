import { roleName } from "@/components/shell/person-name";
import { Badge } from "@/components/ui/badge";
import { Chip } from "@/components/ui/chip";

/** An account of the demo; nothing but the demo passes any. */
export type DemoAccount = { role: string; email: string; password: string };

type DemoAccountsProps = {
  accounts: readonly DemoAccount[];
  chosenEmail: string;
  onChoose: (account: DemoAccount) => void;
};

export function DemoAccounts({ accounts, chosenEmail, onChoose }: DemoAccountsProps) {
  return (
    <section
      aria-label="Demo accounts"
      className="mt-6.5 rounded-lg border border-line-strong border-dashed px-3.5 py-3"
    >
      <p className="flex items-center gap-1.75 text-ink-2 text-xs">
        <Badge tone="warn">Demo data</Badge>
        Fill in the account of
      </p>
      <div className="mt-2.25 flex flex-wrap gap-1">
        {accounts.map((account) => (
          <Chip
            key={account.email}
            pressed={account.email === chosenEmail}
            onClick={() => onChoose(account)}
            className="px-1.5!"
          >
            {roleName(account.role)}
          </Chip>
        ))}
      </div>
    </section>
  );
}
