/** What an import did, in words. Pure. */
import { count } from '../output.ts';
import { type GoneState, type MergeCounts, sum } from './merge.ts';
import { type RefusalReason, refusals } from './row.ts';
import { type ServiceName, services } from './services.ts';

/** What became of one file. */
export interface FileReport {
  readonly file: string;
  readonly service: ServiceName;
  readonly rows: number;
  /** Rows that were not refused. */
  readonly taken: number;
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
  readonly unreadableTimes: number;
  readonly note?: string;
  /** Where the refused rows are. */
  readonly refusedFile?: string;
}

export interface ImportReport extends MergeCounts {
  readonly dryRun: boolean;
  readonly files: readonly FileReport[];
}

export function importLines({ dryRun, files, added, noted, present, turnedOff, again }: ImportReport): string[] {
  const would = dryRun ? 'would be ' : '';
  const refused = new Map<string, number>();
  for (const [reason, n] of files.flatMap((file) => Object.entries(file.refused) as [RefusalReason, number][])) {
    refused.set(refusals[reason], (refused.get(refusals[reason]) ?? 0) + n);
  }
  const numbers: (readonly [number, string])[] = [
    [added, `${would}added`],
    [sum(noted), `${would}noted as gone, so that no import makes them active: ${states(noted)}`],
    [present, 'in the list already'],
    [sum(turnedOff), `${would}turned off: ${states(turnedOff)}`],
    [again, 'the same address again'],
    [sum(Object.fromEntries(refused)), `refused: ${[...refused].map(([reason, n]) => `${n} ${reason}`).join(', ')}`],
  ];
  const width = Math.max(...numbers.map(([n]) => String(n).length));
  return [
    ...files.flatMap(fileLines),
    ...numbers.filter(([n], index) => n > 0 || index === 0).map(([n, what]) => `${String(n).padStart(width + 2)} ${what}`),
    ...[...new Set(files.flatMap(({ refusedFile }) => refusedFile ?? []))].map((file) => `the refused rows are in ${file}`),
    ...(dryRun ? ['nothing was written'] : []),
  ];
}

function fileLines({ file, service, rows, unreadableTimes, note }: FileReport): string[] {
  return [
    `${file}: ${count(rows, 'row')}${service === 'plain' ? '' : `, as ${services[service].title} exports them`}`,
    ...(note === undefined ? [] : [`  ${note}`]),
    ...(unreadableTimes > 0 ? [`  ${count(unreadableTimes, 'time')} could not be read; where a row has no other, that of the import stands for it`] : []),
  ];
}

const states = (numbers: Readonly<Record<GoneState, number>>): string =>
  Object.entries(numbers).filter(([, n]) => n > 0).map(([state, n]) => `${n} ${state}`).join(', ');
