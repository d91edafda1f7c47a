/** Whether Redis answers: a frozen server keeps its connections open, and a subscription says nothing by itself. */
import type { Redis } from "ioredis";

/** How often it is asked; it counts as silent when it has not answered by the next time. */
export const beatEveryMs = 3_000;

export class Pulse {
  private isWaiting = false;
  private readonly beating: NodeJS.Timeout;

  constructor(
    private readonly redis: Redis,
    private readonly told: (isAnswering: boolean) => void,
    everyMs: number,
  ) {
    this.beating = setInterval(() => this.beat(), everyMs);
  }

  stop(): void {
    clearInterval(this.beating);
  }

  private beat(): void {
    if (this.isWaiting) this.told(false);
    else void this.ask();
  }

  private async ask(): Promise<void> {
    this.isWaiting = true;
    const answer = await this.redis.ping().catch(() => undefined);
    this.isWaiting = false;
    this.told(answer !== undefined);
  }
}
