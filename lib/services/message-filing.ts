import type { DecryptFailure, NewBeaconSighting, NewLocation } from '@/lib/domain/model';
import type { OwnTracksMessage } from '@/lib/domain/owntracks/message';
import { parseMessage } from '@/lib/domain/owntracks/parse';
import { excerptOf } from '@/lib/domain/owntracks/secrets';
import { splitTopic } from '@/lib/domain/owntracks/topic';
import type { DeviceIdentity } from '@/lib/storage/ports';
import type { Arrival, IncomingMessage } from './ingest';
import type { PendingActivity, PendingBatch } from './ingest-batch';
import { PendingSightings } from './pending-sightings';
import { changeWithoutPicture } from './picture-intake';

const MAX_TOPIC_LENGTH = 255;
/** What a phone sends by itself, again and again; that it has no device is known from its fixes. */
const NOT_MISSED = new Set<string>(['lwt', 'card', 'status', 'empty', 'demo']);
/** User and device of the messages by which the Recorder's users see whether it lives. */
const PROBE = 'ping';
/** The trigger of a regular sign of life. */
const PING = 'p';

/** What of each kind of message goes where in the next transaction. */
export class MessageFiling {
  readonly sightings = new PendingSightings();

  constructor(
    private readonly batch: () => PendingBatch,
    private readonly activity: PendingActivity,
    private readonly count: (name: string) => void,
  ) {}

  /** Of a known device, opened where it was encrypted. */
  take(arrival: Arrival): void {
    const { parsed, message, device, receivedAt } = arrival;
    if (parsed.kind !== 'rejected') this.count(parsed.kind === 'counted' ? parsed.type : parsed.kind);
    const batch = this.batch();
    switch (parsed.kind) {
      case 'location':
        batch.locations.push(parsed.location);
        this.noteSeen(arrival, parsed.location.created_at);
        if (parsed.location.trigger === PING) this.notePing(parsed.location, arrival);
        break;
      case 'rejected':
        this.reject(message, device.id, receivedAt, parsed.reason, parsed.excerpt);
        break;
      case 'undecryptable':
        this.reject(message, device.id, receivedAt, parsed.reason, parsed.excerpt);
        // A replay was encrypted some time ago, perhaps with an earlier key.
        if (!message.retained) this.noteFailure(parsed.failure, arrival);
        break;
      case 'lwt':
        batch.reports.push(...parsed.reports);
        // The embedded broker knows better when its connections end.
        if (!message.device && !message.retained) this.activity.add({ device_id: device.id, last_disconnect_at: receivedAt });
        break;
      case 'transition':
        if (parsed.location) batch.locations.push(parsed.location);
        batch.transitions.push(parsed.transition);
        batch.reports.push(...parsed.reports);
        this.noteSeen(arrival, parsed.transition.occurred_at);
        break;
      case 'waypoint':
      case 'waypoints':
      case 'status':
      case 'dump':
        batch.reports.push(...parsed.reports);
        this.noteSeen(arrival, null);
        break;
      case 'steps':
        if (parsed.steps) batch.steps.push(parsed.steps);
        this.noteSeen(arrival, null);
        break;
      case 'beacon':
        this.takeSighting(parsed.sighting, arrival);
        break;
      case 'card':
        // No sign of life: others, too, publish a person's card.
        batch.reports.push(...parsed.reports);
        this.changePictures(parsed, message, device);
        break;
      case 'empty':
        this.changePictures(parsed, message, device);
        break;
      case 'counted':
        // A command is the word of the server, which an external broker tells back.
        if (parsed.type !== 'cmd') this.noteSeen(arrival, null);
        break;
    }
  }

  /** Of no known device. Kept as rejected, unless it would not be missed. */
  takeUnfiled(message: IncomingMessage, receivedAt: number): void {
    const parsed = parseMessage(message.payload, 0, receivedAt);
    const parts = splitTopic(message.topic);
    if (parts?.user.toLowerCase() === PROBE && parts.device.toLowerCase() === PROBE) this.count('probe');
    else if (!NOT_MISSED.has(parsed.kind === 'counted' ? parsed.type : parsed.kind)) {
      this.reject(message, null, receivedAt, 'no device has this topic', excerptOf(message.payload));
    }
  }

  private reject(
    message: IncomingMessage,
    deviceId: number | null,
    receivedAt: number,
    reason: string,
    excerpt: string | null,
  ): void {
    this.count('rejected');
    const topic = message.topic.slice(0, MAX_TOPIC_LENGTH);
    this.batch().rejected.push({ received_at: receivedAt, topic, device_id: deviceId, reason, excerpt });
  }

  private noteFailure(failure: DecryptFailure, { device, receivedAt }: Arrival): void {
    this.activity.add({ device_id: device.id, last_decrypt_failure: failure, last_decrypt_failure_at: receivedAt });
  }

  /** The rest of a flood costs nothing but counting. */
  private takeSighting(sighting: NewBeaconSighting | null, arrival: Arrival): void {
    const written = sighting ? this.sightings.add(sighting, arrival.receivedAt) : [];
    if (written.length === 0) return;
    this.batch().sightings.push(...written);
    this.noteSeen(arrival, null);
  }

  private changePictures(parsed: OwnTracksMessage, message: IncomingMessage, device: DeviceIdentity): void {
    const change = changeWithoutPicture(parsed, message.topic, device.id);
    if (change) this.batch().media.push(change);
  }

  /** Android's pings tell the last fix again, which is no new one, but with the battery of now. */
  private notePing({ battery, battery_status, created_at }: NewLocation, { message, device, receivedAt }: Arrival): void {
    if (message.retained) return;
    const last_ping_at = Math.min(created_at ?? receivedAt, receivedAt);
    const told = { ping_battery: battery, ping_battery_status: battery_status };
    this.activity.add({ device_id: device.id, last_ping_at, ...(battery !== null && told) });
  }

  /** The phone was alive when it made the message, which for a queued one, or one kept by a broker, is not now. */
  private noteSeen(arrival: Arrival, madeAt: number | null): void {
    const { message, device, receivedAt, wasSealed } = arrival;
    if (message.retained) return;
    this.activity.seen(device.id, Math.min(madeAt ?? receivedAt, receivedAt));
    if (device.encryption_key === null) return;
    if (wasSealed) this.activity.add({ device_id: device.id, last_decrypted_at: receivedAt });
    else this.noteFailure('clear', arrival);
  }
}
