import type { ImportReport } from '@/lib/domain/import/report';
import type { ImportJob } from '@/lib/storage/ports';
import { iso } from './dto';

const reportDto = (report: ImportReport) => ({
  ...report,
  first_at: iso(report.first_at),
  last_at: iso(report.last_at),
  devices: report.devices.map((device) => ({ ...device, first_at: iso(device.first_at), last_at: iso(device.last_at) })),
});

/** `report` is as far as the import has come. */
export function importDto({ options, progress, report, ...job }: ImportJob) {
  const known = report ?? progress?.report ?? null;
  return {
    ...job,
    ...options,
    format: job.format ?? options.format,
    report: known && reportDto(known),
    created_at: iso(job.created_at),
    updated_at: iso(job.updated_at),
    finished_at: iso(job.finished_at),
  };
}
export type ImportDto = ReturnType<typeof importDto>;
