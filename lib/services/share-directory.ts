import { type Grant, isInForce, nextEnd, type VisibleDevice, visibleBy } from '@/lib/domain/sharing';
import type { ShareStore } from '@/lib/storage/ports';
import { groupBy } from './group-by';

const NOTHING: readonly Grant[] = [];

/** All shares in memory, for what is asked with each message; read again when the store's revision has changed. */
export class ShareDirectory {
  private revision: string | null = null;
  private toViewer = new Map<number, Grant[]>();
  private ofDevice = new Map<number, Grant[]>();

  constructor(private readonly store: Pick<ShareStore, 'grants' | 'revision'>) {}

  /** Another text after each change of shares or devices; null before they were first read. */
  get version(): string | null {
    return this.revision;
  }

  /** Nobody shares anything. */
  get isEmpty(): boolean {
    return this.toViewer.size === 0;
  }

  /** What a person sees of others at this moment. */
  visibleTo(viewer_id: number, now: number): VisibleDevice[] {
    return visibleBy(this.grantsTo(viewer_id), now);
  }

  /** The people who see a device at this moment. */
  viewersOf(device_id: number, now: number): number[] {
    const grants = this.ofDevice.get(device_id) ?? NOTHING;
    return [...new Set(grants.filter((grant) => isInForce(grant, now)).map(({ viewer_id }) => viewer_id))];
  }

  /** All that is shared with anybody, ended shares included. */
  devices(): ReadonlySet<number> {
    return new Set(this.ofDevice.keys());
  }

  viewers(): number[] {
    return [...this.toViewer.keys()];
  }

  /** When a person's view changes next without anybody doing anything (epoch ms); Infinity: never. */
  nextEndFor(viewer_id: number, now: number): number {
    return nextEnd(this.grantsTo(viewer_id), now);
  }

  /** Reads the shares again if one of them or a device was changed since. @returns whether that was so */
  refreshIfChanged(): boolean {
    const revision = this.store.revision();
    if (revision === this.revision) return false;
    const grants = this.store.grants();
    this.toViewer = groupBy(grants, ({ viewer_id }) => viewer_id);
    this.ofDevice = groupBy(grants, ({ device_id }) => device_id);
    this.revision = revision;
    return true;
  }

  private grantsTo(viewer_id: number): readonly Grant[] {
    return this.toViewer.get(viewer_id) ?? NOTHING;
  }
}
