/** Says when a connection must be kept alive, and its client be asked whether it still may listen. */
export class Heartbeat {
  private at: number;

  constructor(private readonly everyMs: number) {
    this.at = performance.now() + everyMs;
  }

  get inMs(): number {
    return this.at - performance.now();
  }

  get isDue(): boolean {
    return this.inMs <= 0;
  }

  restart(): void {
    this.at = performance.now() + this.everyMs;
  }
}
