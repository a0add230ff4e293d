import type { DeviceReport, Location, User } from '@/lib/domain/model';
import { recorderName } from '@/lib/domain/owntracks/recorder';
import { recorderLine } from '@/lib/domain/owntracks/recorder-line';
import type { EventService } from '@/lib/services/events';
import type { ExpectationService } from '@/lib/services/expectations';
import type { ExportService } from '@/lib/services/export';
import type { GroupService } from '@/lib/services/groups';
import type { LocationService } from '@/lib/services/locations';
import type { ShareService } from '@/lib/services/shares';
import type { ZoneService } from '@/lib/services/zones';
import type { DeviceRow, MediaRow } from '@/lib/storage/ports';
import { deviceDto, userDto } from './dto';
import { expectationDto } from './expectation-dto';
import { eventsCsv } from './exports';
import { phoneTransitionDto, settingsDto, sightingDto, stepCountDto } from './extras-dto';
import { mediaDto } from './media-dto';
import { shareDto } from './share-dto';
import { ZipStream } from './zip-stream';
import { type GeofenceDto, geofenceDto, groupDto } from './zone-dto';

export interface ArchiveSources {
  export: ExportService;
  zones: Pick<ZoneService, 'list'>;
  groups: Pick<GroupService, 'list'>;
  expectations: Pick<ExpectationService, 'list'>;
  shares: Pick<ShareService, 'list'>;
  events: Pick<EventService, 'stream'>;
  locations: Pick<LocationService, 'stream'>;
}

const README = `This archive holds all that Fencepost keeps of one person.

profile.json        who you are here: name, address, language, time zone
devices.json        your phones and trackers, without their passwords and keys
zones.geojson       your zones; a circle is a point with radius_meters
groups.json         your groups of zones
expectations.json   when you expect which device where
shares.json         who may see which of your devices, and whose you may see
events.csv          who entered, left or stayed in which zone, and when
rec/USER/DEVICE/    the history of each device, a file for each month, in the form of the OwnTracks Recorder:
                    time, topic and message in each line
waypoints/          the regions that each phone told of, as OwnTracks reads them
cards/              name and picture that each phone told of
phones/             what else each phone told of: arrivals at its own regions, steps, beacons, its settings without secrets
media/              pictures that came with places and cards; media.json says what they show

Times are in UTC. Passwords, tokens and keys are not in it.
Fencepost itself can import this archive: choose it as a Recorder store.
`;

/** A zone as GeoJSON; a circle has no form of its own there. */
function zoneFeature({ geometry, center_latitude, center_longitude, ...zone }: GeofenceDto) {
  const point = { type: 'Point', coordinates: [center_longitude, center_latitude] };
  return { type: 'Feature', id: zone.id, geometry: geometry ?? point, properties: zone };
}

/** The folders and names that the Recorder gives to what is of a device. */
function namesOf({ owner_handle, device }: DeviceRow) {
  const [user, name] = [recorderName(owner_handle), recorderName(device)];
  return { folder: `${user}/${name}`, file: `${user}-${name}` };
}

const typed = (_type: string, { payload }: DeviceReport) => ({ _type, ...payload });

class UserArchive {
  private readonly zip: ZipStream;

  constructor(
    private readonly of: ArchiveSources,
    private readonly actor: User,
    now: number,
  ) {
    this.zip = new ZipStream(now);
  }

  async *pieces(): AsyncIterable<Uint8Array> {
    const { zip } = this;
    const devices = await this.of.export.begin(this.actor);
    zip.file('README.txt', README);
    zip.json('devices.json', devices.map(deviceDto));
    await this.addLists();
    yield* zip.take();
    zip.begin('events.csv');
    for await (const text of eventsCsv(this.of.events.stream(this.own, {}))) {
      zip.write(text);
      yield* zip.take();
    }
    for (const device of devices) {
      const pictures = await this.of.export.pictures(device);
      await this.addReports(device, pictures);
      yield* this.history(device);
      yield* this.pictures(device, pictures);
    }
    zip.finish();
    yield* zip.take();
  }

  /** An admin's archive, too, holds what is their own. */
  private get own(): User {
    return { ...this.actor, role: 'user' };
  }

  private async addLists(): Promise<void> {
    const { zip, own, of } = this;
    const zones = (await of.zones.list(own)).map(geofenceDto);
    zip.json('profile.json', userDto(this.actor));
    zip.json('zones.geojson', { type: 'FeatureCollection', features: zones.map(zoneFeature) });
    zip.json('groups.json', (await of.groups.list(own)).map(groupDto));
    zip.json('expectations.json', (await of.expectations.list(own)).map(expectationDto));
    zip.json('shares.json', (await of.shares.list(own)).map(shareDto));
  }

  private async addReports(device: DeviceRow, pictures: readonly MediaRow[]): Promise<void> {
    const { folder, file } = namesOf(device);
    const reports = await this.of.export.reports(device);
    const waypoints = reports.filter(({ kind }) => kind === 'waypoint').map((report) => typed('waypoint', report));
    if (waypoints.length > 0) this.zip.json(`waypoints/${folder}/${file}.otrw`, { _type: 'waypoints', waypoints });
    const card = reports.find(({ kind }) => kind === 'card');
    await this.addExtras(device, reports.find(({ kind }) => kind === 'dump') ?? null);
    if (card) this.zip.json(`cards/${folder}/${file}.json`, { ...typed('card', card), ...(await this.faceAmong(pictures)) });
  }

  private async addExtras(device: DeviceRow, settings: DeviceReport | null): Promise<void> {
    const { transitions, steps, sightings } = await this.of.export.extras(device);
    if (transitions.length + steps.length + sightings.length === 0 && !settings) return;
    this.zip.json(`phones/${namesOf(device).folder}.json`, {
      transitions: transitions.map(phoneTransitionDto),
      steps: steps.map(stepCountDto),
      beacons: sightings.map(sightingDto),
      configuration: settingsDto(settings),
    });
  }

  /** As a card has it, so that another Fencepost or a Recorder finds it there. @param pictures of a device, newest first */
  private async faceAmong(pictures: readonly MediaRow[]): Promise<{ face?: string }> {
    const face = pictures.find(({ kind }) => kind === 'face');
    const bytes = face && (await this.of.export.picture(face));
    return bytes ? { face: bytes.toString('base64') } : {};
  }

  private async *history(device: DeviceRow): AsyncIterable<Uint8Array> {
    const { pages } = await this.of.locations.stream(this.own, { device_id: device.id });
    let month = '';
    for await (const page of pages) {
      for (const [its, locations] of byMonth(page)) {
        if (its !== month) this.zip.begin(`rec/${namesOf(device).folder}/${its}.rec`);
        month = its;
        this.zip.write(locations.map(recorderLine).join(''));
      }
      yield* this.zip.take();
    }
  }

  private async *pictures(device: DeviceRow, pictures: readonly MediaRow[]): AsyncIterable<Uint8Array> {
    if (pictures.length === 0) return;
    const folder = `media/${namesOf(device).folder}`;
    const named = pictures.map((media) => ({ media, file: `${media.id}.${media.mime.split('/')[1]}` }));
    this.zip.json(
      `${folder}/media.json`,
      named.map(({ media, file }) => ({ file, ...mediaDto(media) })),
    );
    for (const { media, file } of named) {
      const bytes = await this.of.export.picture(media);
      if (bytes) this.zip.file(`${folder}/${file}`, bytes);
      yield* this.zip.take();
    }
  }
}

/** A page of fixes in the order of time, by `2025-07`. */
function byMonth(page: Location[]): Map<string, Location[]> {
  const months = new Map<string, Location[]>();
  for (const location of page) {
    const month = new Date(location.occurred_at).toISOString().slice(0, 7);
    const known = months.get(month);
    if (known) known.push(location);
    else months.set(month, [location]);
  }
  return months;
}

/** Everything of the actor as a ZIP archive, made while it is sent. @param now epoch milliseconds, for the files' dates */
export const userArchive = (sources: ArchiveSources, actor: User, now: number): AsyncIterable<Uint8Array> =>
  new UserArchive(sources, actor, now).pieces();
