import type { MailPicture } from '@/emails';
import type { MapScene } from '@/emails/map/map-svg';
import { oneLine } from '@/lib/domain/notify/template';
import type { VectorTool } from '@/lib/services/picture-tool';
import type { ClaimedEvent, ClaimedMessage, Scene, SceneStore } from '@/lib/storage/ports';

/** A picture of a place, as a part of a mail. */
export interface DrawnMap {
  png: Buffer;
  cid: string;
  picture: MailPicture;
}

/** A mail does not get heavier than this by its picture, in bytes. */
const MOST_BYTES = 30_000;

/** Draws the places of mails, here and from our own data alone. */
export class MapPictures {
  constructor(
    private readonly scenes: SceneStore,
    private readonly tool: VectorTool,
  ) {}

  /** Of the newest event of a message; null where it has none, or it can't be drawn. Never throws: the mail matters more. */
  async ofMessage({
    items,
    recipient,
    identity,
  }: Pick<ClaimedMessage, 'items' | 'recipient' | 'identity'>): Promise<DrawnMap | null> {
    const events = items.filter((item) => item.kind === 'event');
    const [newest] = events.sort((a, b) => b.event.occurred_at - a.event.occurred_at);
    if (!newest) return null;
    try {
      return await this.draw(newest, await this.sceneFor(newest, recipient.id), identity);
    } catch {
      return null;
    }
  }

  /** Somebody whom the owner has told of the zone sees the zone and the event, not the way there nor other zones. */
  private async sceneFor({ event, geofence, device }: ClaimedEvent, reader: number): Promise<Scene> {
    const isOwn = device.user_id === reader && geofence.owner_id === reader;
    if (isOwn) return this.scenes.around(event);
    return { track: [], neighbours: [], members: await this.scenes.members(geofence.id) };
  }

  private async draw(item: ClaimedEvent, scene: Scene, identity: string): Promise<DrawnMap | null> {
    const { mapSvg, MAP_HEIGHT: height, MAP_WIDTH: width } = await import('@/emails/map/map-svg');
    const { svg, ...shown } = mapSvg(mapSceneOf(item, scene));
    const png = await this.tool.rasterise(svg);
    if (png === null || png.length > MOST_BYTES) return null;
    const cid = `map.${identity}@fencepost`;
    const alt = { device: oneLine(item.device.name), zone: oneLine(item.geofence.name) };
    return { png, cid, picture: { src: `cid:${cid}`, width, height, ...shown, alt } };
  }
}

function mapSceneOf({ event, geofence, device }: ClaimedEvent, { track, neighbours, members }: Scene): MapScene {
  const own = new Set(members.map(({ id }) => id));
  return {
    fix: event,
    color: device.color,
    zones: geofence.shape_type === 'group' ? members : [geofence],
    neighbours: neighbours.filter(({ id }) => !own.has(id)),
    track,
  };
}
