import type { NewBeaconSighting, StepCount } from '@/lib/domain/model';
import { isSameSighting, mergedSighting } from '@/lib/domain/owntracks/beacon';
import type { Connection } from './connection';
import type { Statement } from './driver';

const UPSERT_STEPS = `
  INSERT INTO step_count (device_id, from_at, to_at, steps, distance_meters, floors_up, floors_down, received_at)
  VALUES (@device_id, @from_at, @to_at, @steps, @distance_meters, @floors_up, @floors_down, @received_at)
  ON CONFLICT DO UPDATE SET steps = coalesce(excluded.steps, steps), received_at = excluded.received_at,
    distance_meters = coalesce(excluded.distance_meters, distance_meters),
    floors_up = coalesce(excluded.floors_up, floors_up), floors_down = coalesce(excluded.floors_down, floors_down)`;

const NEWEST_SIGHTING = 'SELECT * FROM beacon_sighting WHERE device_id = ? AND beacon = ? ORDER BY last_at DESC LIMIT 1';
const INSERT_SIGHTING = `
  INSERT INTO beacon_sighting (device_id, beacon, name, first_at, last_at, count, rssi, proximity, distance_meters)
  VALUES (@device_id, @beacon, @name, @first_at, @last_at, @count, @rssi, @proximity, @distance_meters)`;
const UPDATE_SIGHTING = `
  UPDATE beacon_sighting SET name = @name, first_at = @first_at, last_at = @last_at, count = @count, rssi = @rssi,
    proximity = @proximity, distance_meters = @distance_meters
  WHERE id = @id`;

/** Of each device; a sender that invents beacons fills no more. */
const KEPT_SIGHTINGS = 2000;
const TRIM_AFTER = 100;
const TRIM_SIGHTINGS = `
  DELETE FROM beacon_sighting WHERE device_id = @device_id AND id <= (
    SELECT id FROM beacon_sighting WHERE device_id = @device_id ORDER BY id DESC LIMIT 1 OFFSET ${KEPT_SIGHTINGS})`;

/** Stores what phones count and hear besides positions; to be called within a transaction. */
export class ExtrasWriter {
  private readonly upsertSteps: Statement;
  private readonly newestSighting: Statement;
  private readonly insertSighting: Statement;
  private readonly updateSighting: Statement;
  private readonly trimSightings: Statement;
  private untrimmed = 0;

  constructor(connection: Connection) {
    this.upsertSteps = connection.prepare(UPSERT_STEPS);
    this.newestSighting = connection.prepare(NEWEST_SIGHTING);
    this.insertSighting = connection.prepare(INSERT_SIGHTING);
    this.updateSighting = connection.prepare(UPDATE_SIGHTING);
    this.trimSightings = connection.prepare(TRIM_SIGHTINGS);
  }

  storeSteps(steps: StepCount): void {
    this.upsertSteps.run(steps);
  }

  storeSighting(sighting: NewBeaconSighting): void {
    const known = this.newestSighting.get(sighting.device_id, sighting.beacon) as
      | (NewBeaconSighting & { id: number })
      | undefined;
    if (known && isSameSighting(known, sighting)) {
      this.updateSighting.run({ ...mergedSighting(known, sighting), id: known.id });
      return;
    }
    this.insertSighting.run(sighting);
    this.untrimmed += 1;
    if (this.untrimmed < TRIM_AFTER) return;
    this.trimSightings.run({ device_id: sighting.device_id });
    this.untrimmed = 0;
  }
}
